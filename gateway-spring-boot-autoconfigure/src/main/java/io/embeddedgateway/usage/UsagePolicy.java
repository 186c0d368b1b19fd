package io.embeddedgateway.usage;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How usage is counted, and who gets the counts.
 *
 * @param flush how often counts are handed on, 100 ms to 1 h
 * @param maxKeys how many callers are told apart at most within that time, 1 to 1,000,000
 * @param gateway the name of this gateway in the records, or {@code null} for that of its
 * host
 * @param metrics whether Micrometer gets them
 * @param file the file that gets them, or {@code null}
 * @param jdbc the table that gets them, or {@code null}
 * @param redis the stream that gets them, or {@code null}
 */
public record UsagePolicy(@DefaultValue("10s") Duration flush, @DefaultValue("10000") int maxKeys,
		@Nullable String gateway, @DefaultValue("true") boolean metrics, @Nullable UsageFilePolicy file,
		@Nullable UsageJdbcPolicy jdbc, @Nullable UsageRedisPolicy redis) {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final int MOST_KEYS = 1_000_000;

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a number is out of range
	 */
	public UsagePolicy {
		if (flush.compareTo(SHORTEST) < 0 || flush.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'flush' is " + flush.toMillis() + "ms. Write between 100ms and 1h, for example '10s'");
		}
		if (maxKeys < 1 || maxKeys > MOST_KEYS) {
			throw new IllegalArgumentException(
					"'max-keys' is " + maxKeys + ". Write between 1 and " + MOST_KEYS + ", for example 10000");
		}
		if (gateway != null && gateway.isBlank()) {
			throw new IllegalArgumentException("'gateway' is empty. Write a name, or remove it");
		}
	}

}
