package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * So many requests in some time, as a bucket of tokens that is refilled steadily.
 */
public final class Rate {

	private static final long MOST = 1_000_000_000;

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofDays(366);

	private static final Duration LONGEST_PAUSE = Duration.ofDays(3660);

	private static final Pattern TEXT = Pattern
		.compile("(\\d{1,18})\\s*/\\s*(\\d{0,9})\\s*(ms|s|m|h|d)(?:\\s+burst\\s+(\\d{1,18}))?");

	private final long tokens;

	private final Duration period;

	private final long burst;

	private Rate(long tokens, Duration period, long burst) {
		check("number of requests", tokens);
		check("burst", burst);
		if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"the period is " + text(period) + ". Write between 1ms and 366d, for example '100/1s'");
		}
		if (tokens > period.toNanos()) {
			throw new IllegalArgumentException(tokens + " in " + text(period) + " is too fast. Write less");
		}
		if (period.toNanosPart() % 1_000_000 != 0) {
			throw new IllegalArgumentException("the period " + period + " is not a whole number of milliseconds");
		}
		if ((double) burst / tokens * period.toSeconds() > LONGEST_PAUSE.toSeconds()) {
			throw new IllegalArgumentException("a burst of " + burst + " takes more than " + LONGEST_PAUSE.toDays()
					+ "d to come. Write a smaller one");
		}
		this.tokens = tokens;
		this.period = period;
		this.burst = burst;
	}

	/**
	 * A rate whose burst is as large as what comes in one period.
	 * @param tokens how many requests, 1 to 1,000,000,000, at most one per nanosecond
	 * @param period in which time, 1 ms to 366 d, in whole milliseconds
	 * @return the rate
	 * @throws IllegalArgumentException if a number is out of range
	 */
	public static Rate of(long tokens, Duration period) {
		return of(tokens, period, tokens);
	}

	/**
	 * A rate with a burst.
	 * @param tokens how many requests, 1 to 1,000,000,000, at most one per nanosecond
	 * @param period in which time, 1 ms to 366 d, in whole milliseconds
	 * @param burst how many at once after a pause, 1 to 1,000,000,000, and no more than
	 * come in 3660 d
	 * @return the rate
	 * @throws IllegalArgumentException if a number is out of range
	 */
	public static Rate of(long tokens, Duration period, long burst) {
		return new Rate(tokens, period, burst);
	}

	/**
	 * A rate from its short form.
	 * @param text a number, a slash and a time ({@code 100/1s}, {@code 1000/d}), and a
	 * burst if it is to be another ({@code 100/1s burst 200}); units are {@code ms},
	 * {@code s}, {@code m}, {@code h} and {@code d}
	 * @return the rate
	 * @throws IllegalArgumentException if the text says something else, or a number is
	 * out of range
	 */
	public static Rate of(String text) {
		Matcher parts = TEXT.matcher(text.strip());
		if (!parts.matches()) {
			throw new IllegalArgumentException("'" + text + "' is no rate. Write a number, '/' and a time in ms, s, m, "
					+ "h or d, for example '100/1s' or '100/1s burst 200'");
		}
		long tokens = Long.parseLong(parts.group(1));
		long count = parts.group(2).isEmpty() ? 1 : Long.parseLong(parts.group(2));
		Duration period = unit(parts.group(3)).multipliedBy(count);
		return new Rate(tokens, period, (parts.group(4) != null) ? Long.parseLong(parts.group(4)) : tokens);
	}

	/**
	 * How many requests come in a period.
	 * @return the number of tokens
	 */
	public long tokens() {
		return this.tokens;
	}

	/**
	 * In which time they come.
	 * @return the period
	 */
	public Duration period() {
		return this.period;
	}

	/**
	 * How many there are at once after a pause.
	 * @return the number of tokens
	 */
	public long burst() {
		return this.burst;
	}

	private static Duration unit(String unit) {
		return switch (unit) {
			case "ms" -> Duration.ofMillis(1);
			case "s" -> Duration.ofSeconds(1);
			case "m" -> Duration.ofMinutes(1);
			case "h" -> Duration.ofHours(1);
			default -> Duration.ofDays(1);
		};
	}

	private static String text(Duration period) {
		long millis = period.toSeconds() * 1000 + period.toMillisPart();
		return (period.toSeconds() < MOST) ? millis + "ms" : "longer than 30 years";
	}

	private static void check(String what, long number) {
		if (number < 1 || number > MOST) {
			throw new IllegalArgumentException("the " + what + " is " + number + ". Write between 1 and " + MOST);
		}
	}

	/**
	 * A name for those who read headers, and to find the same limit in another tier.
	 * @return for example {@code 10-per-1s}
	 */
	String name() {
		return this.tokens + "-per-" + time();
	}

	/**
	 * How long it takes until all tokens are there.
	 * @param left how many are
	 * @return the time in nanoseconds
	 */
	long nanosUntilFull(long left) {
		return (long) ((double) Math.max(0, this.burst - left) * this.period.toNanos() / this.tokens);
	}

	/**
	 * The period as text.
	 * @return for example {@code 1s}
	 */
	String time() {
		long millis = this.period.toMillis();
		if (millis % 1000 != 0) {
			return millis + "ms";
		}
		long seconds = millis / 1000;
		if (seconds % 86_400 == 0) {
			return seconds / 86_400 + "d";
		}
		if (seconds % 3600 == 0) {
			return seconds / 3600 + "h";
		}
		return (seconds % 60 == 0) ? seconds / 60 + "m" : seconds + "s";
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Rate rate && rate.tokens == this.tokens && rate.burst == this.burst
				&& rate.period.equals(this.period);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.tokens, this.period, this.burst);
	}

	@Override
	public String toString() {
		String text = this.tokens + "/" + time();
		return (this.burst != this.tokens) ? text + " burst " + this.burst : text;
	}

}
