package io.embeddedgateway.loadbalancer;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

import io.embeddedgateway.Percentage;

/**
 * How the share of an instance grows after it joined its service or came back: with the
 * time {@code t} since then, its weight counts {@code (t / window)^(1 / aggression)}, but
 * at least the minimum.
 *
 * @param window how long it takes until the weight counts in full, 1 s to 1 h
 * @param minWeight what of the weight counts at least, 1% to 100%
 * @param aggression with 1 the share grows evenly, with more it grows faster at the
 * beginning, with less at the end; 0.1 to 10
 */
public record SlowStartPolicy(Duration window, @DefaultValue("10%") Percentage minWeight,
		@DefaultValue("1") double aggression) {

	private static final Percentage DEFAULT_MIN_WEIGHT = Percentage.of(10);

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the window is missing, or if something is out
	 * of range
	 */
	public SlowStartPolicy {
		if (window == null) {
			throw new IllegalArgumentException("Slow start needs a window; write for example 'window: 30s'");
		}
		if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("Slow start has a window of "
					+ DurationFormatterUtils.print(window, DurationFormat.Style.COMPOSITE)
					+ ". Write between 1s and 1h, or remove 'slow-start' if instances are to get their share at once");
		}
		if (!minWeight.isBetween(1, 100)) {
			throw new IllegalArgumentException("'min-weight' is " + minWeight + ". Write between 1% and 100%");
		}
		if (!(aggression >= 0.1 && aggression <= 10)) {
			throw new IllegalArgumentException(
					"'aggression' is " + aggression + ". Write between 0.1 and 10; 1 lets the share grow evenly");
		}
	}

	/**
	 * The policy in its short form.
	 * @param window how long it takes until the weight counts in full, such as
	 * {@code 30s}
	 * @return the policy
	 * @throws IllegalArgumentException if the text is no duration, or out of range
	 */
	public static SlowStartPolicy of(String window) {
		return of(parse(window));
	}

	/**
	 * Let the share grow evenly, from a tenth.
	 * @param window how long it takes until the weight counts in full, 1 s to 1 h
	 * @return the policy
	 * @throws IllegalArgumentException if the window is out of range
	 */
	public static SlowStartPolicy of(Duration window) {
		return new SlowStartPolicy(window, DEFAULT_MIN_WEIGHT, 1);
	}

	/**
	 * What of the weight of an instance counts.
	 * @param nanos how long the instance has been available, in nanoseconds
	 * @return the factor, more than 0, and 1 from the end of the window on
	 */
	public double factor(long nanos) {
		long window = this.window.toNanos();
		if (nanos >= window) {
			return 1;
		}
		double grown = Math.max(nanos, SHORTEST.toNanos()) / (double) window;
		return Math.min(1, Math.max(this.minWeight.factor(), Math.pow(grown, 1 / this.aggression)));
	}

	private static Duration parse(String window) {
		try {
			return DurationFormatterUtils.detectAndParse(window.trim(), DurationFormat.Unit.MILLIS);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'" + window + "' is not a duration. Write a number and a unit, such as '500ms', '5s' or '2m'", ex);
		}
	}

}
