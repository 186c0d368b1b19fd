package io.embeddedgateway.health;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.Percentage;

/**
 * When an instance of a service is ejected because requests to it fail, and for how long.
 *
 * @param consecutiveFailures how many requests in a row must get no complete response: no
 * connection, a reset, or a timeout; 0 for any number
 * @param consecutiveGatewayFailures how many responses in a row must have the status 502,
 * 503 or 504; 0 for any number. A 503 with {@code Retry-After} does not count
 * @param failureRate the share of requests within an interval that must fail, also by
 * other statuses from 500 on; 1 to 100 %, or {@code null} for any
 * @param minimumRequests below how many requests within an interval the rate says
 * nothing; 1 or more
 * @param interval how long the rate is measured, and how long an instance has to do
 * without an ejection for its next one to be shorter again; 1 ms to 1 d
 * @param ejectionTime how long the first ejection lasts; the second in a row lasts twice
 * as long, and so on; 1 ms to 1 d
 * @param maxEjectionTime how long an ejection lasts at most, but for a random extra of up
 * to a tenth; not less than the first, up to 1 d
 * @param maxEjected the share of all instances that may be out at the same time, the one
 * to be ejected included; 0 to 100 %. The last available one is never ejected
 */
public record OutlierPolicy(@DefaultValue("5") int consecutiveFailures,
		@DefaultValue("5") int consecutiveGatewayFailures, @Nullable Percentage failureRate,
		@DefaultValue("50") int minimumRequests, @DefaultValue("10s") Duration interval,
		@DefaultValue("30s") Duration ejectionTime, @DefaultValue("5m") Duration maxEjectionTime,
		@DefaultValue("50%") Percentage maxEjected) {

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * The policy of a service that says nothing else.
	 */
	public static final OutlierPolicy DEFAULT = new OutlierPolicy(5, 5, null, 50, Duration.ofSeconds(10),
			Duration.ofSeconds(30), Duration.ofMinutes(5), Percentage.of(50));

	/**
	 * The policy of a service whose instances are never ejected.
	 */
	public static final OutlierPolicy NONE = DEFAULT.withConsecutiveFailures(0).withConsecutiveGatewayFailures(0);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public OutlierPolicy {
		checkAtLeast("consecutive-failures", consecutiveFailures, 0, "5");
		checkAtLeast("consecutive-gateway-failures", consecutiveGatewayFailures, 0, "5");
		checkAtLeast("minimum-requests", minimumRequests, 1, "50");
		if (failureRate != null && !failureRate.isBetween(1, 100)) {
			throw new IllegalArgumentException("'failure-rate' is " + failureRate + ". Write between 1% and 100%");
		}
		if (!maxEjected.isBetween(0, 100)) {
			throw new IllegalArgumentException("'max-ejected' is " + maxEjected + ". Write between 0% and 100%");
		}
		checkTime("interval", interval);
		checkTime("ejection-time", ejectionTime);
		checkTime("max-ejection-time", maxEjectionTime);
		if (maxEjectionTime.compareTo(ejectionTime) < 0) {
			throw new IllegalArgumentException("'max-ejection-time' is " + maxEjectionTime.toMillis()
					+ "ms, which is less than the 'ejection-time' of " + ejectionTime.toMillis()
					+ "ms. Write at least as much");
		}
	}

	/**
	 * The policy in its short form.
	 * @param text {@code none}, or how many failures in a row eject an instance, such as
	 * {@code 5}
	 * @return the policy
	 * @throws IllegalArgumentException if it is neither
	 */
	public static OutlierPolicy of(String text) {
		if (text.equals("none")) {
			return NONE;
		}
		if (!text.matches("[1-9][0-9]{0,6}")) {
			throw new IllegalArgumentException("'" + text
					+ "' is no outlier detection. Write 'none', or how many failures in a row eject an instance, such as '5'");
		}
		int failures = Integer.parseInt(text);
		return DEFAULT.withConsecutiveFailures(failures).withConsecutiveGatewayFailures(failures);
	}

	private static void checkAtLeast(String name, int value, int least, String example) {
		if (value < least) {
			throw new IllegalArgumentException(
					"'" + name + "' is " + value + ". Write " + least + " or more, for example '" + example + "'");
		}
	}

	private static void checkTime(String name, Duration time) {
		if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'" + name + "' is " + time.toMillis() + "ms. Write between 1ms and 1d, for example '30s'");
		}
	}

	boolean isNone() {
		return this.consecutiveFailures == 0 && this.consecutiveGatewayFailures == 0 && this.failureRate == null;
	}

	/**
	 * This policy with another number of failures.
	 * @param consecutiveFailures how many requests in a row must get no complete
	 * response, 0 for any number
	 * @return the changed policy
	 */
	public OutlierPolicy withConsecutiveFailures(int consecutiveFailures) {
		return new OutlierPolicy(consecutiveFailures, this.consecutiveGatewayFailures, this.failureRate,
				this.minimumRequests, this.interval, this.ejectionTime, this.maxEjectionTime, this.maxEjected);
	}

	/**
	 * This policy with another number of responses that blame what the instance needs.
	 * @param consecutiveGatewayFailures how many responses in a row must have the status
	 * 502, 503 or 504, 0 for any number
	 * @return the changed policy
	 */
	public OutlierPolicy withConsecutiveGatewayFailures(int consecutiveGatewayFailures) {
		return new OutlierPolicy(this.consecutiveFailures, consecutiveGatewayFailures, this.failureRate,
				this.minimumRequests, this.interval, this.ejectionTime, this.maxEjectionTime, this.maxEjected);
	}

	/**
	 * This policy with a rate of failures.
	 * @param failureRate the share of requests within the interval that must fail, or
	 * {@code null} for any
	 * @param minimumRequests below how many requests the rate says nothing
	 * @param interval how long the rate is measured
	 * @return the changed policy
	 */
	public OutlierPolicy withFailureRate(@Nullable Percentage failureRate, int minimumRequests, Duration interval) {
		return new OutlierPolicy(this.consecutiveFailures, this.consecutiveGatewayFailures, failureRate,
				minimumRequests, interval, this.ejectionTime, this.maxEjectionTime, this.maxEjected);
	}

	/**
	 * This policy with other times of ejection.
	 * @param ejectionTime how long the first ejection lasts
	 * @param maxEjectionTime how long an ejection lasts at most
	 * @return the changed policy
	 */
	public OutlierPolicy withEjectionTime(Duration ejectionTime, Duration maxEjectionTime) {
		return new OutlierPolicy(this.consecutiveFailures, this.consecutiveGatewayFailures, this.failureRate,
				this.minimumRequests, this.interval, ejectionTime, maxEjectionTime, this.maxEjected);
	}

	/**
	 * This policy with another share.
	 * @param maxEjected the share of all instances that may be out at the same time
	 * @return the changed policy
	 */
	public OutlierPolicy withMaxEjected(Percentage maxEjected) {
		return new OutlierPolicy(this.consecutiveFailures, this.consecutiveGatewayFailures, this.failureRate,
				this.minimumRequests, this.interval, this.ejectionTime, this.maxEjectionTime, maxEjected);
	}

}
