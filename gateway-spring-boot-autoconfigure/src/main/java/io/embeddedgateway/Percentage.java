package io.embeddedgateway;

import org.jspecify.annotations.Nullable;

/**
 * A share in whole percent.
 */
public final class Percentage {

	private static final int LARGEST = 1_000_000;

	private final int value;

	private Percentage(int value) {
		this.value = value;
	}

	/**
	 * Read a share.
	 * @param text a whole number and a percent sign, such as {@code 50%}
	 * @return the share
	 * @throws IllegalArgumentException if it is anything else
	 */
	public static Percentage of(String text) {
		String trimmed = text.trim();
		if (!trimmed.matches("[0-9]{1,6}\\s*%")) {
			throw new IllegalArgumentException("'" + text + "' is no share. Write whole percent, for example '50%'");
		}
		return of(Integer.parseInt(trimmed.substring(0, trimmed.length() - 1).trim()));
	}

	/**
	 * A share.
	 * @param value the share in percent, 0 to 1,000,000
	 * @return the share
	 * @throws IllegalArgumentException if it is out of range
	 */
	public static Percentage of(int value) {
		if (value < 0 || value > LARGEST) {
			throw new IllegalArgumentException(value + "% is out of range. Write 0% or more, for example '50%'");
		}
		return new Percentage(value);
	}

	/**
	 * The share in percent.
	 * @return the number, 0 or more
	 */
	public int value() {
		return this.value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Percentage percentage && this.value == percentage.value;
	}

	@Override
	public int hashCode() {
		return this.value;
	}

	@Override
	public String toString() {
		return this.value + "%";
	}

}
