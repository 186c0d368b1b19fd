package io.embeddedgateway.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.Target;

/**
 * When calls that are likely to fail are not made any more, and when they are tried
 * again.
 *
 * @param failureRate the share of calls that failed from which on the breaker opens; more
 * than 0% to 100%
 * @param slowCallRate the share of slow calls from which on it opens, if there is a
 * {@code slowCall}; more than 0% to 100%
 * @param slowCall the time to the headers of the response beyond which a call is slow, 1
 * ms to 1 d, or {@code null} if no call is
 * @param minimumCalls how many calls there must be in the window before anything is
 * concluded, 1 or more
 * @param window which calls count
 * @param openFor how long the breaker stays open, 1 ms to 1 d
 * @param maxOpenFor if the breaker opens again, without having closed, the time doubles
 * each time up to this one; {@code null} if it stays the same
 * @param recoverFor over which time, once the breaker has closed, a growing share of the
 * calls is made, 1 ms to 1 d; {@code null} if all are made at once
 * @param trialCalls how many calls are let through then, and decide; 1 to 1,000
 */
public record CircuitBreakerPolicy(@DefaultValue("50%") Percentage failureRate,
		@DefaultValue("100%") Percentage slowCallRate, @Nullable Duration slowCall,
		@DefaultValue("20") int minimumCalls, @DefaultValue("100") CallWindow window,
		@DefaultValue("10s") Duration openFor, @Nullable Duration maxOpenFor, @Nullable Duration recoverFor,
		@DefaultValue("5") int trialCalls) {

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final int MOST_TRIAL_CALLS = 1_000;

	/**
	 * The policy that says nothing else: it opens when 50% of at least 20 of the last 100
	 * calls failed.
	 */
	public static final CircuitBreakerPolicy DEFAULT = of("50%");

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if something is out of range
	 */
	public CircuitBreakerPolicy {
		checkShare("failure-rate", failureRate);
		checkShare("slow-call-rate", slowCallRate);
		checkTime("slow-call", slowCall);
		checkTime("open-for", openFor);
		checkTime("max-open-for", maxOpenFor);
		checkTime("recover-for", recoverFor);
		if (maxOpenFor != null && maxOpenFor.compareTo(openFor) < 0) {
			throw new IllegalArgumentException("'max-open-for' is shorter than 'open-for', " + openFor.toMillis()
					+ "ms. Write a longer time, or remove it");
		}
		Integer calls = window.calls();
		int mostCalls = (calls != null) ? calls : Integer.MAX_VALUE;
		if (minimumCalls < 1 || minimumCalls > mostCalls) {
			throw new IllegalArgumentException("'minimum-calls' is " + minimumCalls + ", and 'window' is " + window
					+ ". Write at least 1, and no more than there are calls in the window");
		}
		if (trialCalls < 1 || trialCalls > MOST_TRIAL_CALLS) {
			throw new IllegalArgumentException(
					"'trial-calls' is " + trialCalls + ". Write between 1 and " + MOST_TRIAL_CALLS);
		}
	}

	/**
	 * A policy with a rate of failures: the short form.
	 * @param failureRate the share, such as {@code 50%}
	 * @return the policy
	 * @throws IllegalArgumentException if it is no share, or out of range
	 */
	public static CircuitBreakerPolicy of(String failureRate) {
		return new CircuitBreakerPolicy(Percentage.of(failureRate), Percentage.of("100%"), null, 20,
				CallWindow.ofCalls(100), Duration.ofSeconds(10), null, null, 5);
	}

	/**
	 * This policy for slow calls as well.
	 * @param slowCall the time beyond which a call is slow
	 * @param slowCallRate the share of slow calls from which on the breaker opens
	 * @return the changed policy
	 */
	public CircuitBreakerPolicy withSlowCalls(Duration slowCall, Percentage slowCallRate) {
		return new CircuitBreakerPolicy(this.failureRate, slowCallRate, slowCall, this.minimumCalls, this.window,
				this.openFor, this.maxOpenFor, this.recoverFor, this.trialCalls);
	}

	/**
	 * This policy with another window.
	 * @param window which calls count
	 * @param minimumCalls how many there must be
	 * @return the changed policy
	 */
	public CircuitBreakerPolicy withWindow(CallWindow window, int minimumCalls) {
		return new CircuitBreakerPolicy(this.failureRate, this.slowCallRate, this.slowCall, minimumCalls, window,
				this.openFor, this.maxOpenFor, this.recoverFor, this.trialCalls);
	}

	/**
	 * This policy with other times to stay open.
	 * @param openFor how long the breaker stays open
	 * @param maxOpenFor up to what the time doubles, or {@code null} if it stays the same
	 * @return the changed policy
	 */
	public CircuitBreakerPolicy withOpenFor(Duration openFor, @Nullable Duration maxOpenFor) {
		return new CircuitBreakerPolicy(this.failureRate, this.slowCallRate, this.slowCall, this.minimumCalls,
				this.window, openFor, maxOpenFor, this.recoverFor, this.trialCalls);
	}

	/**
	 * This policy with a slow return.
	 * @param recoverFor over which time a growing share of the calls is made, or
	 * {@code null} if all are made at once
	 * @return the changed policy
	 */
	public CircuitBreakerPolicy withRecoverFor(@Nullable Duration recoverFor) {
		return new CircuitBreakerPolicy(this.failureRate, this.slowCallRate, this.slowCall, this.minimumCalls,
				this.window, this.openFor, this.maxOpenFor, recoverFor, this.trialCalls);
	}

	/**
	 * This policy with another number of trials.
	 * @param trialCalls how many calls decide
	 * @return the changed policy
	 */
	public CircuitBreakerPolicy withTrialCalls(int trialCalls) {
		return new CircuitBreakerPolicy(this.failureRate, this.slowCallRate, this.slowCall, this.minimumCalls,
				this.window, this.openFor, this.maxOpenFor, this.recoverFor, trialCalls);
	}

	/**
	 * How long to stay open.
	 * @param times how often the breaker opened without having closed, 1 or more
	 * @return the time
	 */
	Duration openFor(int times) {
		Duration longest = this.maxOpenFor;
		if (longest == null) {
			return this.openFor;
		}
		long millis = this.openFor.toMillis() << Math.min(30, times - 1);
		return Duration.ofMillis(Math.min(longest.toMillis(), millis));
	}

	/**
	 * Check that a route can have a breaker.
	 * @param target where the route ends
	 * @throws IllegalArgumentException if nothing is called there
	 */
	public static void checkTarget(Target target) {
		if (!(target instanceof Target.Service) && !(target instanceof Target.Uri)) {
			throw new IllegalArgumentException("'circuit-breaker' is for routes that lead to a service, and this one "
					+ "leads to " + target + "; remove it");
		}
	}

	private static void checkShare(String key, Percentage share) {
		if (!share.isBetween(0.000_001, 100)) {
			throw new IllegalArgumentException(
					"'" + key + "' is " + share + ". Write more than 0% and up to 100%, for example '50%'");
		}
	}

	private static void checkTime(String key, @Nullable Duration time) {
		if (time != null && (time.toMillis() < 1 || time.compareTo(LONGEST) > 0)) {
			throw new IllegalArgumentException(
					"'" + key + "' is " + time.toMillis() + "ms. Write between 1ms and 1d, for example '10s'");
		}
	}

}
