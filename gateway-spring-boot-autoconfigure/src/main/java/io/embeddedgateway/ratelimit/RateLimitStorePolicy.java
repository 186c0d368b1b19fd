package io.embeddedgateway.ratelimit;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the buckets of limits are.
 *
 * @param type the kind of store
 * @param timeout the longest time that a request waits for a shared store, 1 ms to 10 s
 * @param keyPrefix how the keys in a shared store start
 * @param maxKeys how many keys of a policy have a bucket of their own in memory, 1,000 to
 * 100,000,000; further ones share buckets
 */
public record RateLimitStorePolicy(@DefaultValue("memory") Type type, @DefaultValue("200ms") Duration timeout,
		@DefaultValue("gateway") String keyPrefix, @DefaultValue("200000") int maxKeys) {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private static final int LEAST_KEYS = 1_000;

	private static final int MOST_KEYS = 100_000_000;

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public RateLimitStorePolicy {
		RateLimitChecks.check("timeout", timeout, SHORTEST, LONGEST);
		if (maxKeys < LEAST_KEYS || maxKeys > MOST_KEYS) {
			throw new IllegalArgumentException(
					"'max-keys' is " + maxKeys + ". Write between " + LEAST_KEYS + " and " + MOST_KEYS);
		}
		if (keyPrefix.isBlank() || keyPrefix.length() > 100 || !keyPrefix.matches("[\\w.:-]+")) {
			throw new IllegalArgumentException("'key-prefix' is '" + keyPrefix
					+ "'. Write up to 100 letters, digits, dots, colons, hyphens and underscores");
		}
	}

	/**
	 * The short form.
	 * @param text {@code memory} or {@code redis}
	 * @return the policy
	 * @throws IllegalArgumentException if it is neither
	 */
	public static RateLimitStorePolicy of(String text) {
		for (Type type : Type.values()) {
			if (type.name().equalsIgnoreCase(text.strip())) {
				return new RateLimitStorePolicy(type, Duration.ofMillis(200), "gateway", 200_000);
			}
		}
		throw new IllegalArgumentException("there is no store '" + text + "'. Write 'memory' or 'redis'");
	}

	/**
	 * A kind of store.
	 */
	public enum Type {

		/**
		 * In the memory of each gateway, unless there is a {@link RateLimitStore} bean.
		 */
		MEMORY,

		/**
		 * In Redis, which all gateways share.
		 */
		REDIS

	}

}
