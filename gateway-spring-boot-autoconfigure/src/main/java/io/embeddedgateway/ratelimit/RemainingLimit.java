package io.embeddedgateway.ratelimit;

/**
 * What is left of one limit.
 *
 * @param name the name of the limit, as headers have it
 * @param capacity how much it gives at once
 * @param remaining how many tokens it has left, 0 or more
 * @param resetSeconds when it has all its tokens again, from now on; 0 if it has
 */
public record RemainingLimit(String name, long capacity, long remaining, long resetSeconds) {

	static RemainingLimit of(Rate rate, long left, long resetNanos) {
		return new RemainingLimit(rate.name(), rate.burst(), Math.max(0, left),
				(resetNanos + 999_999_999) / 1_000_000_000);
	}

}
