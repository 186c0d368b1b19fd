package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which calls count: the last ones, or those of the last seconds.
 */
public final class CallWindow {

	private static final int MOST_CALLS = 100_000;

	private static final int MOST_SECONDS = 3600;

	private static final Pattern TEXT = Pattern.compile("(\\d{1,6})([sm]?)");

	private final int calls;

	private final int seconds;

	private CallWindow(int calls, int seconds) {
		this.calls = calls;
		this.seconds = seconds;
	}

	/**
	 * Read a window.
	 * @param text a number of calls, such as {@code 100}, or a time, such as {@code 10s}
	 * or {@code 1m}
	 * @return the window
	 * @throws IllegalArgumentException if it is neither, or out of range
	 */
	public static CallWindow of(String text) {
		Matcher matcher = TEXT.matcher(text.trim());
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"'" + text + "' is no window. Write a number of calls, such as '100', or a time, such as '10s'");
		}
		int number = Integer.parseInt(matcher.group(1));
		return switch (matcher.group(2)) {
			case "s" -> ofTime(Duration.ofSeconds(number));
			case "m" -> ofTime(Duration.ofMinutes(number));
			default -> ofCalls(number);
		};
	}

	/**
	 * The last calls.
	 * @param calls how many, 1 to 100,000
	 * @return the window
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public static CallWindow ofCalls(int calls) {
		if (calls < 1 || calls > MOST_CALLS) {
			throw new IllegalArgumentException("A window of " + calls + " calls is out of range. Write 1 to "
					+ MOST_CALLS + ", or a time, such as '10s'");
		}
		return new CallWindow(calls, 0);
	}

	/**
	 * The calls of the last seconds.
	 * @param time how long, whole seconds from 1 s to 1 h
	 * @return the window
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public static CallWindow ofTime(Duration time) {
		if (time.toSeconds() < 1 || time.toSeconds() > MOST_SECONDS) {
			throw new IllegalArgumentException(
					"A window of " + time.toSeconds() + "s is out of range. Write '1s' to '60m'");
		}
		return new CallWindow(0, Math.toIntExact(time.toSeconds()));
	}

	/**
	 * How many calls count.
	 * @return the number, or {@code null} if all of a time do
	 */
	public @Nullable Integer calls() {
		return (this.calls > 0) ? this.calls : null;
	}

	/**
	 * How long calls count.
	 * @return the time, or {@code null} if a number of calls does
	 */
	public @Nullable Duration time() {
		return (this.seconds > 0) ? Duration.ofSeconds(this.seconds) : null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CallWindow window && this.calls == window.calls && this.seconds == window.seconds;
	}

	@Override
	public int hashCode() {
		return 31 * this.calls + this.seconds;
	}

	@Override
	public String toString() {
		return (this.calls > 0) ? Integer.toString(this.calls) : this.seconds + "s";
	}

}
