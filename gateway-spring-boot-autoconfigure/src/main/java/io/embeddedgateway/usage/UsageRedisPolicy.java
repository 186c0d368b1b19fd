package io.embeddedgateway.usage;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The stream of Redis that gets what was used.
 *
 * @param stream the name of the stream
 * @param maxLength about how many entries are kept at most, 1,000 to 1,000,000,000
 */
public record UsageRedisPolicy(@DefaultValue("gateway-usage") String stream, @DefaultValue("1000000") long maxLength) {

	private static final String PART = "[A-Za-z0-9_.:/-]";

	private static final Pattern NAME = Pattern.compile(PART + "+|" + PART + "*\\{" + PART + "+}" + PART + '*');

	private static final long SHORTEST = 1000;

	private static final long LONGEST = 1_000_000_000;

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if that is no name of a stream, or the number is
	 * out of range
	 */
	public UsageRedisPolicy {
		if (!NAME.matcher(stream).matches()) {
			throw new IllegalArgumentException("'" + stream
					+ "' is no name of a stream. Write letters, digits and any of '_.:/-', for example 'gateway-usage'");
		}
		if (maxLength < SHORTEST || maxLength > LONGEST) {
			throw new IllegalArgumentException("'max-length' is " + maxLength + ". Write between " + SHORTEST + " and "
					+ LONGEST + ", for example 1000000");
		}
	}

	/**
	 * A policy from its short form.
	 * @param stream the name of the stream
	 * @return the policy
	 * @throws IllegalArgumentException if that is no name of a stream
	 */
	public static UsageRedisPolicy of(String stream) {
		return new UsageRedisPolicy(stream.strip(), 1_000_000);
	}

}
