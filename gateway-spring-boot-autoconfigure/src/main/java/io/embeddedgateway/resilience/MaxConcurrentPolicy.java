package io.embeddedgateway.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.Target;

/**
 * How many requests are under way at the same time, and what becomes of more.
 *
 * @param limit how many, 1 to 1,000,000; {@code null} if the limit is adaptive
 * @param queue how many more wait for a place, 0 to 1,000,000; {@code null} for as many
 * as the limit, or for none if it is adaptive
 * @param maxWait the longest time that a request waits, 1 ms to 1 d
 * @param adaptive whether the limit follows the response times of the service
 * @param min the lowest adaptive limit, 1 or more; {@code null} for 20, or less if the
 * highest is lower
 * @param max the highest adaptive limit, up to 1,000,000; {@code null} for 200, or more
 * if the lowest is higher
 */
public record MaxConcurrentPolicy(@Nullable Integer limit, @Nullable Integer queue,
		@DefaultValue("1s") Duration maxWait, @DefaultValue("false") boolean adaptive, @Nullable Integer min,
		@Nullable Integer max) {

	private static final int MOST = 1_000_000;

	private static final int LOWEST = 20;

	private static final int HIGHEST = 200;

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if something is missing, out of range, or does not
	 * go together
	 */
	public MaxConcurrentPolicy {
		if (adaptive == (limit != null)) {
			throw new IllegalArgumentException(
					adaptive ? "'limit' does not go with 'adaptive'. Remove one, or write 'max' instead of 'limit'"
							: "'max-concurrent' has no limit. Write 'limit: 200', or 'adaptive: true'");
		}
		if (!adaptive && (min != null || max != null)) {
			throw new IllegalArgumentException("'min' and 'max' are for 'adaptive: true'. Remove them, or 'limit'");
		}
		check("limit", limit, 1);
		check("queue", queue, 0);
		check("min", min, 1);
		check("max", max, 1);
		if (min != null && max != null && min > max) {
			throw new IllegalArgumentException("'min' is " + min + ", more than 'max', " + max + ". Write less");
		}
		if (maxWait.toMillis() < 1 || maxWait.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("'max-wait' is " + maxWait.toMillis()
					+ "ms. Write between 1ms and 1d, for example '1s'; nobody waits with 'queue: 0'");
		}
	}

	/**
	 * A fixed limit, or an adaptive one: the short form.
	 * @param text a number, such as {@code 200}, or {@code adaptive}
	 * @return the policy
	 * @throws IllegalArgumentException if it is neither, or out of range
	 */
	public static MaxConcurrentPolicy of(String text) {
		String trimmed = text.trim();
		if (trimmed.equals("adaptive")) {
			return ofAdaptive();
		}
		if (!trimmed.matches("\\d{1,7}")) {
			throw new IllegalArgumentException(
					"'" + text + "' is no limit. Write a number, such as '200', or 'adaptive'");
		}
		return of(Integer.parseInt(trimmed));
	}

	/**
	 * A fixed limit.
	 * @param limit how many requests, 1 to 1,000,000
	 * @return the policy
	 * @throws IllegalArgumentException if it is out of range
	 */
	public static MaxConcurrentPolicy of(int limit) {
		return new MaxConcurrentPolicy(limit, null, DEFAULT_WAIT, false, null, null);
	}

	/**
	 * A limit that follows the response times of the service.
	 * @return the policy
	 */
	public static MaxConcurrentPolicy ofAdaptive() {
		return new MaxConcurrentPolicy(null, null, DEFAULT_WAIT, true, null, null);
	}

	/**
	 * This policy with another queue.
	 * @param queue how many requests wait for a place, 0 to 1,000,000
	 * @param maxWait the longest time that a request waits
	 * @return the changed policy
	 */
	public MaxConcurrentPolicy withQueue(int queue, Duration maxWait) {
		return new MaxConcurrentPolicy(this.limit, queue, maxWait, this.adaptive, this.min, this.max);
	}

	/**
	 * This adaptive policy with other bounds.
	 * @param min the lowest limit
	 * @param max the highest limit
	 * @return the changed policy
	 */
	public MaxConcurrentPolicy withBounds(int min, int max) {
		return new MaxConcurrentPolicy(this.limit, this.queue, this.maxWait, this.adaptive, min, max);
	}

	int queueSize() {
		int unlessSet = (this.limit != null) ? this.limit : 0;
		return (this.queue != null) ? this.queue : unlessSet;
	}

	int lowest() {
		int unlessSet = (this.max != null) ? Math.min(this.max, LOWEST) : LOWEST;
		return (this.min != null) ? this.min : unlessSet;
	}

	int highest() {
		return (this.max != null) ? this.max : Math.max(lowest(), HIGHEST);
	}

	/**
	 * Check that a route can have a limit.
	 * @param target where the route ends
	 * @throws IllegalArgumentException if it answers at once
	 */
	public static void checkTarget(Target target) {
		if (target instanceof Target.Answer) {
			throw new IllegalArgumentException("'max-concurrent' is for routes that lead to a service or to the "
					+ "application, and this one answers by itself; remove it");
		}
	}

	private static void check(String key, @Nullable Integer number, int least) {
		if (number != null && (number < least || number > MOST)) {
			throw new IllegalArgumentException(
					"'" + key + "' is " + number + ". Write between " + least + " and " + MOST);
		}
	}

}
