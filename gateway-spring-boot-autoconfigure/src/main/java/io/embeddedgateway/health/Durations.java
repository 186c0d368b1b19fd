package io.embeddedgateway.health;

import java.time.Duration;

/**
 * Durations for people to read.
 */
final class Durations {

	private Durations() {
	}

	/**
	 * Write a duration.
	 * @param duration the duration
	 * @return such as {@code 30s}, or {@code 500ms} where it is no whole number of
	 * seconds
	 */
	static String text(Duration duration) {
		long millis = duration.toMillis();
		return (millis % 1000 == 0) ? (millis / 1000) + "s" : millis + "ms";
	}

}
