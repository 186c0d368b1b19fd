package io.embeddedgateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A part of a whole, or more than the whole, written with a percent sign.
 */
public final class Percentage {

	private static final Pattern TEXT = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*%");

	private final double percent;

	private Percentage(double percent) {
		this.percent = percent;
	}

	/**
	 * The percentage of a text.
	 * @param text a number with a percent sign, such as {@code 20%} or {@code 0.5%}
	 * @return the percentage
	 * @throws IllegalArgumentException if the text is something else
	 */
	public static Percentage of(String text) {
		Matcher matcher = TEXT.matcher(text.trim());
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"'" + text + "' is not a percentage. Write a number with a percent sign, such as '20%'");
		}
		return of(Double.parseDouble(matcher.group(1)));
	}

	/**
	 * The percentage of a number.
	 * @param percent the number, such as 20 for a fifth; 0 or more
	 * @return the percentage
	 * @throws IllegalArgumentException if the number is negative or not finite
	 */
	public static Percentage of(double percent) {
		if (!Double.isFinite(percent) || percent < 0) {
			throw new IllegalArgumentException(percent + " is not a percentage. Write 0 or more");
		}
		return new Percentage(percent);
	}

	/**
	 * What to multiply the whole by.
	 * @return the factor, such as 0.2 for 20%
	 */
	public double factor() {
		return this.percent / 100;
	}

	/**
	 * Whether this is neither less nor more than it may be.
	 * @param lowest the lowest that it may be, in percent
	 * @param highest the highest that it may be, in percent
	 * @return {@code true} if it is one of them or between them
	 */
	public boolean isBetween(double lowest, double highest) {
		return this.percent >= lowest && this.percent <= highest;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Percentage percentage && Double.compare(this.percent, percentage.percent) == 0;
	}

	@Override
	public int hashCode() {
		return Double.hashCode(this.percent);
	}

	@Override
	public String toString() {
		String number = (this.percent == Math.rint(this.percent)) ? Long.toString((long) this.percent)
				: Double.toString(this.percent);
		return number + "%";
	}

}
