package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;

import io.embeddedgateway.Percentage;

/**
 * How often, and when, a request is sent again that failed.
 *
 * @param attempts the most attempts of a request, with the first one; 1 to 10
 * @param methods the methods of requests that an instance may get though another one may
 * have worked on them; {@code GET}, {@code HEAD} and {@code OPTIONS} if there are none
 * @param statuses the statuses of answers after which there is another attempt, 400 to
 * 599, beside 503 with {@code Retry-After}; 504 stands for responses that do not come in
 * time, too
 * @param backoff the longest pause before the second attempt, 1 ms to 1 min; each further
 * one may be about twice as long
 * @param maxBackoff the longest pause before any attempt; not shorter than
 * {@code backoff}, and at most 1 min
 * @param budget the most repeated attempts, as a share of the requests of the last ten
 * seconds; three at a time are always allowed
 * @param maxBody the most bytes of the body of a request that are kept for another
 * attempt; 0 or more
 */
public record RetryPolicy(@DefaultValue("2") int attempts, @DefaultValue Set<HttpMethod> methods,
		@DefaultValue Set<Integer> statuses, @DefaultValue("25ms") Duration backoff,
		@DefaultValue("250ms") Duration maxBackoff, @DefaultValue("20%") Percentage budget,
		@DefaultValue("64KB") DataSize maxBody) {

	/**
	 * Methods that change nothing (RFC 9110 §9.2.1).
	 */
	static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final DataSize LARGEST = DataSize.ofMegabytes(10);

	/**
	 * The policy of routes and services that say nothing else.
	 */
	public static final RetryPolicy DEFAULT = new RetryPolicy(2, SAFE_METHODS, Set.of(), Duration.ofMillis(25),
			Duration.ofMillis(250), Percentage.of("20%"), DataSize.ofKilobytes(64));

	/**
	 * Not more than one attempt.
	 */
	public static final RetryPolicy NONE = DEFAULT.withAttempts(1);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public RetryPolicy {
		if (attempts < 1 || attempts > 10) {
			throw new IllegalArgumentException("'attempts' is " + attempts + ". Write 1 to 10, or 'retry: none'");
		}
		for (int status : statuses) {
			if (status < 400 || status > 599) {
				throw new IllegalArgumentException("'statuses' has " + status + ". Write 400 to 599");
			}
		}
		if (backoff.toMillis() < 1 || backoff.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'backoff' is " + backoff.toMillis() + "ms. Write between 1ms and 1m, for example '25ms'");
		}
		if (maxBackoff.compareTo(backoff) < 0 || maxBackoff.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("'max-backoff' is " + maxBackoff.toMillis()
					+ "ms. Write at least the 'backoff', which is " + backoff.toMillis() + "ms, and at most 1m");
		}
		if (budget.factor() > 1) {
			throw new IllegalArgumentException("'budget' is " + budget + ". Write between 0% and 100%");
		}
		if (maxBody.isNegative() || maxBody.compareTo(LARGEST) > 0) {
			throw new IllegalArgumentException("'max-body' is " + maxBody + ". Write 0 to 10MB, for example '64KB'");
		}
		methods = methods.isEmpty() ? SAFE_METHODS : Set.copyOf(methods);
		statuses = Set.copyOf(statuses);
	}

	/**
	 * A policy from its short form.
	 * @param text the number of attempts, or {@code none}
	 * @return the policy
	 * @throws IllegalArgumentException if it is neither, or out of range
	 */
	public static RetryPolicy of(String text) {
		if (text.equals("none")) {
			return NONE;
		}
		if (!text.matches("[0-9]{1,2}")) {
			throw new IllegalArgumentException(
					"'" + text + "' is no number of attempts. Write for example '3', or 'none'");
		}
		return DEFAULT.withAttempts(Integer.parseInt(text));
	}

	/**
	 * This policy with another number of attempts.
	 * @param attempts the most attempts of a request, with the first one
	 * @return the changed policy
	 */
	public RetryPolicy withAttempts(int attempts) {
		return new RetryPolicy(attempts, this.methods, this.statuses, this.backoff, this.maxBackoff, this.budget,
				this.maxBody);
	}

	/**
	 * This policy for other methods.
	 * @param methods the methods of requests that may be worked on twice
	 * @return the changed policy
	 */
	public RetryPolicy withMethods(HttpMethod... methods) {
		return new RetryPolicy(this.attempts, Set.of(methods), this.statuses, this.backoff, this.maxBackoff,
				this.budget, this.maxBody);
	}

	/**
	 * This policy for other statuses.
	 * @param statuses the statuses after which there is another attempt
	 * @return the changed policy
	 */
	public RetryPolicy withStatuses(Integer... statuses) {
		return new RetryPolicy(this.attempts, this.methods, Set.of(statuses), this.backoff, this.maxBackoff,
				this.budget, this.maxBody);
	}

	/**
	 * This policy with another budget.
	 * @param budget the most repeated attempts, as a share of the requests of the last
	 * ten seconds
	 * @return the changed policy
	 */
	public RetryPolicy withBudget(Percentage budget) {
		return new RetryPolicy(this.attempts, this.methods, this.statuses, this.backoff, this.maxBackoff, budget,
				this.maxBody);
	}

}
