package io.embeddedgateway.discovery;

import java.time.Duration;
import java.util.List;

/**
 * What was found.
 *
 * @param <T> the type of what was looked for
 * @param found what there is; empty if it is certain that there is nothing
 * @param good for how long that is true
 */
record Answer<T>(List<T> found, Duration good) {

	static <T> Answer<T> nothing() {
		return new Answer<>(List.of(), Duration.ZERO);
	}

}
