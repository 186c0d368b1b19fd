package io.embeddedgateway.ratelimit;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.text.KebabCase;

/**
 * So many requests in each period of the calendar.
 */
public final class Quota {

	private static final long MOST = 1_000_000_000_000L;

	private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\s*/\\s*(hour|day|month)");

	private final long tokens;

	private final QuotaPeriod period;

	private Quota(long tokens, QuotaPeriod period) {
		if (tokens < 1 || tokens > MOST) {
			throw new IllegalArgumentException("the quota is " + tokens + ". Write between 1 and " + MOST);
		}
		this.tokens = tokens;
		this.period = period;
	}

	/**
	 * A quota.
	 * @param tokens how many requests, 1 to 1,000,000,000,000
	 * @param period in which period
	 * @return the quota
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public static Quota of(long tokens, QuotaPeriod period) {
		return new Quota(tokens, period);
	}

	/**
	 * A quota from its short form.
	 * @param text a number, a slash, and {@code hour}, {@code day} or {@code month}:
	 * {@code 20000/month}
	 * @return the quota
	 * @throws IllegalArgumentException if the text says something else, or the number is
	 * out of range
	 */
	public static Quota of(String text) {
		Matcher parts = TEXT.matcher(text.strip());
		if (!parts.matches()) {
			throw new IllegalArgumentException("'" + text
					+ "' is no quota. Write a number, '/' and 'hour', 'day' or 'month', for example '20000/month'");
		}
		return new Quota(Long.parseLong(parts.group(1)), QuotaPeriod.valueOf(parts.group(2).toUpperCase(Locale.ROOT)));
	}

	/**
	 * How many requests there are in a period.
	 * @return the number of tokens
	 */
	public long tokens() {
		return this.tokens;
	}

	/**
	 * In which period.
	 * @return the period
	 */
	public QuotaPeriod period() {
		return this.period;
	}

	static boolean isQuota(String text) {
		return TEXT.matcher(text.strip()).matches();
	}

	/**
	 * A name for those who read headers.
	 * @return for example {@code 20000-per-month}
	 */
	String name() {
		return this.tokens + "-per-" + KebabCase.of(this.period);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Quota quota && quota.tokens == this.tokens && quota.period == this.period;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.tokens, this.period);
	}

	@Override
	public String toString() {
		return this.tokens + "/" + KebabCase.of(this.period);
	}

}
