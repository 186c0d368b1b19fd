package io.embeddedgateway.resilience;

import java.time.Duration;

/**
 * How long a request may take.
 *
 * @param timeout the longest time from the arrival of a request to the end of its
 * response, or to its headers where the response is a stream; 1 ms to 1 day
 */
public record TimeoutPolicy(Duration timeout) {

	private static final Duration LONGEST = Duration.ofDays(1);

	public TimeoutPolicy {
		if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'timeout' is " + timeout.toMillis() + "ms. Write between 1ms and 1d, for example '5s'");
		}
	}

}
