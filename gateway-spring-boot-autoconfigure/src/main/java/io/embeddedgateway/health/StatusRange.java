package io.embeddedgateway.health;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A range of statuses of HTTP.
 */
public final class StatusRange {

	private static final Pattern RANGE = Pattern.compile("([2-5][0-9]{2})(?:\\s*-\\s*([2-5][0-9]{2}))?");

	private final int first;

	private final int last;

	private StatusRange(int first, int last) {
		this.first = first;
		this.last = last;
	}

	/**
	 * Read a range.
	 * @param text a status, such as {@code 200}, or the first and the last one, such as
	 * {@code 200-299}; 200 to 599
	 * @return the range
	 * @throws IllegalArgumentException if it is neither
	 */
	public static StatusRange of(String text) {
		Matcher matcher = RANGE.matcher(text.trim());
		if (!matcher.matches()) {
			throw mistake(text);
		}
		int first = Integer.parseInt(matcher.group(1));
		int last = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : first;
		if (last < first) {
			throw mistake(text);
		}
		return new StatusRange(first, last);
	}

	private static IllegalArgumentException mistake(String text) {
		return new IllegalArgumentException(
				"'" + text + "' is no status, and no range of them. Write for example '200' or '200-299'");
	}

	/**
	 * Whether a status lies in this range.
	 * @param status the status
	 * @return {@code true} if it does
	 */
	public boolean contains(int status) {
		return status >= this.first && status <= this.last;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof StatusRange range && this.first == range.first && this.last == range.last;
	}

	@Override
	public int hashCode() {
		return 1000 * this.first + this.last;
	}

	@Override
	public String toString() {
		return (this.first == this.last) ? String.valueOf(this.first) : this.first + "-" + this.last;
	}

}
