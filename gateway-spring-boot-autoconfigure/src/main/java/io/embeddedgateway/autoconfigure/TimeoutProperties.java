package io.embeddedgateway.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

import io.embeddedgateway.forward.WaitPolicy;
import io.embeddedgateway.resilience.TimeoutPolicy;

/**
 * How long requests on a route may take.
 *
 * @param total longest time from the arrival of a request to the end of its response
 * @param response longest time from the end of the request until the headers of the
 * response; instead of that of the service
 * @param idle longest time in which no byte of a body moves; instead of that of the
 * service
 */
record TimeoutProperties(@Nullable Duration total, @Nullable Duration response, @Nullable Duration idle) {

	TimeoutProperties {
		if (total == null && response == null && idle == null) {
			throw new IllegalArgumentException(
					"'timeout' is empty. Write 'total', 'response' or 'idle', or a time such as '5s'");
		}
		if (total != null) {
			new TimeoutPolicy(total);
		}
		new WaitPolicy(response, idle);
	}

	/**
	 * The total time from its short form.
	 * @param text a number and a unit
	 * @return the times
	 */
	public static TimeoutProperties of(String text) {
		return new TimeoutProperties(duration(text), null, null);
	}

	private static Duration duration(String text) {
		try {
			return DurationFormatterUtils.detectAndParse(text, DurationFormat.Unit.MILLIS);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'" + text + "' is not a duration. Write a number and a unit, such as '500ms', '5s' or '2m'", ex);
		}
	}

	@Nullable TimeoutPolicy timeoutPolicy() {
		return (this.total != null) ? new TimeoutPolicy(this.total) : null;
	}

	@Nullable WaitPolicy waitPolicy() {
		return (this.response != null || this.idle != null) ? new WaitPolicy(this.response, this.idle) : null;
	}

}
