package io.embeddedgateway.discovery;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often it is asked where the instances of a service are.
 *
 * @param refreshMin the shortest time until the next look-up, 100 ms to 1 d, also where
 * an answer of DNS is good for less
 * @param refreshMax the longest, up to 1 d, also where an answer is good for more; and
 * the time between two look-ups in a registry
 */
public record DiscoveryPolicy(@DefaultValue("1s") Duration refreshMin, @DefaultValue("30s") Duration refreshMax) {

	/**
	 * The policy of a service that says nothing else.
	 */
	public static final DiscoveryPolicy DEFAULT = new DiscoveryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30));

	private static final long SHORTEST_MILLIS = 100;

	private static final long LONGEST_MILLIS = 24 * 60 * 60 * 1000;

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a time is out of range, or the shortest is
	 * longer than the longest
	 */
	public DiscoveryPolicy {
		long min = refreshMin.toMillis();
		long max = refreshMax.toMillis();
		if (min < SHORTEST_MILLIS || min > LONGEST_MILLIS) {
			throw new IllegalArgumentException(
					"'refresh-min' is " + min + "ms. Write between 100ms and 1d, for example '1s'");
		}
		if (max < min || max > LONGEST_MILLIS) {
			throw new IllegalArgumentException("'refresh-max' is " + max + "ms. Write between 'refresh-min', " + min
					+ "ms, and 1d, for example '30s'");
		}
	}

	/**
	 * How long to wait for the next look-up.
	 * @param good for how long an answer is good
	 * @return that time, within the bounds
	 */
	Duration bounded(Duration good) {
		if (good.compareTo(this.refreshMin) < 0) {
			return this.refreshMin;
		}
		return (good.compareTo(this.refreshMax) > 0) ? this.refreshMax : good;
	}

}
