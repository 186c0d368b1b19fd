package io.embeddedgateway.observability;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was counted of the requests of a route.
 *
 * @param requests the requests that ended
 * @param active the requests that are under way
 * @param cancelled how many of those that ended the client gave up
 * @param byStatus how many had a status of a class, by {@code 2xx} and the like; without
 * classes that none had
 * @param requestBytes the bytes of the bodies of all requests
 * @param responseBytes the bytes of the bodies of all responses
 * @param seconds how long all of them took together
 * @param latency how long each took
 */
public record Traffic(long requests, long active, long cancelled, Map<String, Long> byStatus, long requestBytes,
		long responseBytes, double seconds, Latency latency) {

	/**
	 * Keep what is given.
	 */
	public Traffic {
		byStatus = Collections.unmodifiableMap(new LinkedHashMap<>(byStatus));
	}

	/**
	 * How many requests took how long.
	 *
	 * @param bounds the upper bounds of the buckets in seconds, ascending
	 * @param counts how many requests fell into each bucket since the start; one more
	 * than there are bounds, because the last bucket has none
	 */
	public record Latency(List<Double> bounds, List<Long> counts) {

		/**
		 * Keep what is given.
		 */
		public Latency {
			bounds = List.copyOf(bounds);
			counts = List.copyOf(counts);
		}

	}

}
