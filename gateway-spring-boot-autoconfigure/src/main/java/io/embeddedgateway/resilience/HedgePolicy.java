package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.http.HttpMethod;

/**
 * When a request that is not answered yet is sent to another instance as well.
 *
 * @param after how long an answer is waited for before that; 1 ms to 1 min
 * @param attempts the most instances that work on a request; 2 to 5
 * @param methods the methods of requests for which that does no harm; {@code GET},
 * {@code HEAD} and {@code OPTIONS} if there are none
 */
public record HedgePolicy(@Nullable Duration after, @DefaultValue("2") int attempts,
		@DefaultValue Set<HttpMethod> methods) {

	private static final Duration LONGEST = Duration.ofMinutes(1);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a value is missing or out of range
	 */
	public HedgePolicy {
		if (after == null) {
			throw new IllegalArgumentException("'after' is missing. Write for example 'hedge: 50ms'");
		}
		if (after.toMillis() < 1 || after.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'after' is " + after.toMillis() + "ms. Write between 1ms and 1m, for example '50ms'");
		}
		if (attempts < 2 || attempts > 5) {
			throw new IllegalArgumentException("'attempts' is " + attempts + ". Write 2 to 5, or remove 'hedge'");
		}
		methods = methods.isEmpty() ? RetryPolicy.SAFE_METHODS : Set.copyOf(methods);
	}

	/**
	 * A policy from its short form.
	 * @param text how long an answer is waited for, a number and a unit
	 * @return the policy
	 * @throws IllegalArgumentException if it is no duration, or out of range
	 */
	public static HedgePolicy of(String text) {
		Duration after;
		try {
			after = DurationFormatterUtils.detectAndParse(text, DurationFormat.Unit.MILLIS);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'" + text + "' is not a duration. Write a number and a unit, such as '50ms'", ex);
		}
		return after(after);
	}

	/**
	 * Ask one more instance.
	 * @param after how long an answer is waited for before that
	 * @return the policy
	 */
	public static HedgePolicy after(Duration after) {
		return new HedgePolicy(after, 2, RetryPolicy.SAFE_METHODS);
	}

	long afterNanos() {
		return (this.after != null) ? this.after.toNanos() : Long.MAX_VALUE;
	}

}
