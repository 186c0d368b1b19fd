package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

/**
 * A circuit breaker: that of Resilience4j, with a time that does not jump, and without
 * calls that began before it changed its state.
 */
final class Breaker {

	/**
	 * Given instead of a mark where the call is not to be made.
	 */
	static final int REFUSED = -1;

	/**
	 * With what share of the calls it begins to recover.
	 */
	private static final double LEAST_SHARE = 0.1;

	private final CircuitBreakerPolicy policy;

	private final LongSupplier ticker;

	private final DoubleSupplier random;

	private final Listener listener;

	private final CircuitBreaker breaker;

	private final BreakerCounts counts = new BreakerCounts();

	/**
	 * How often the state changed.
	 */
	private final AtomicInteger changes = new AtomicInteger();

	/**
	 * How often the breaker opened without having closed.
	 */
	private final AtomicInteger openings = new AtomicInteger();

	private volatile long changed;

	private volatile long openUntil;

	/**
	 * Whether it closed just now, and lets a growing share of the calls through.
	 */
	private volatile boolean recovering;

	/**
	 * Create a breaker, which is closed.
	 * @param policy when it opens
	 * @param trialCalls how many calls decide whether it closes
	 * @param ticker tells the time in nanoseconds
	 * @param random decides which calls are let through while it recovers, from 0 to 1
	 * @param listener whom to tell of changes
	 */
	Breaker(CircuitBreakerPolicy policy, int trialCalls, LongSupplier ticker, DoubleSupplier random,
			Listener listener) {
		this.policy = policy;
		this.ticker = ticker;
		this.random = random;
		this.listener = listener;
		this.changed = ticker.getAsLong();
		this.breaker = CircuitBreaker.of("gateway", config(policy, trialCalls, ticker));
		this.breaker.getEventPublisher()
			.onStateTransition((event) -> changed(event.getStateTransition().getFromState(),
					event.getStateTransition().getToState()));
	}

	private static CircuitBreakerConfig config(CircuitBreakerPolicy policy, int trialCalls, LongSupplier ticker) {
		Integer calls = policy.window().calls();
		Duration time = policy.window().time();
		CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
			.failureRateThreshold((float) (policy.failureRate().factor() * 100))
			.minimumNumberOfCalls(policy.minimumCalls())
			.slidingWindowType((calls != null) ? SlidingWindowType.COUNT_BASED : SlidingWindowType.TIME_BASED)
			.slidingWindowSize((calls != null) ? calls : (int) Objects.requireNonNull(time).toSeconds())
			.waitIntervalFunctionInOpenState((attempt) -> policy.openFor(attempt).toMillis())
			.permittedNumberOfCallsInHalfOpenState(trialCalls)
			.clock(new TickerClock(ticker));
		Duration slowCall = policy.slowCall();
		return ((slowCall != null)
				? config.slowCallDurationThreshold(slowCall)
					.slowCallRateThreshold((float) (policy.slowCallRate().factor() * 100))
				: config.slowCallDurationThreshold(Duration.ofDays(365)))
			.build();
	}

	/**
	 * Ask to make a call.
	 * @return a mark to be given back at its end, or {@link #REFUSED}
	 */
	int begin() {
		if (this.recovering && this.random.getAsDouble() >= share()) {
			return REFUSED;
		}
		if (this.breaker.getState() != CircuitBreaker.State.CLOSED) {
			return beginTrial();
		}
		int mark = this.changes.get();
		if (!this.breaker.tryAcquirePermission()) {
			return REFUSED;
		}
		if (mark != this.changes.get()) {
			// It opened meanwhile, and a place among the trial calls must not be lost
			this.breaker.releasePermission();
			return REFUSED;
		}
		return mark;
	}

	// One at a time: the first call after the time is over changes the state, and no
	// place is taken with the mark of the state before
	private synchronized int beginTrial() {
		return this.breaker.tryAcquirePermission() ? this.changes.get() : REFUSED;
	}

	private double share() {
		Duration time = this.policy.recoverFor();
		long passed = this.ticker.getAsLong() - this.changed;
		if (time == null || passed >= time.toNanos()) {
			this.recovering = false;
			return 1;
		}
		return Math.max(LEAST_SHARE, (double) passed / time.toNanos());
	}

	/**
	 * A call succeeded.
	 * @param mark its mark
	 * @param nanos the time to the headers of its response
	 */
	void succeeded(int mark, long nanos) {
		if (mark == this.changes.get()) {
			this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * A call failed.
	 * @param mark its mark
	 * @param nanos the time until it failed
	 */
	void failed(int mark, long nanos) {
		if (mark == this.changes.get()) {
			this.breaker.onError(nanos, TimeUnit.NANOSECONDS, new Failure());
		}
	}

	/**
	 * A call ended of which nothing can be concluded.
	 * @param mark its mark
	 */
	void unknown(int mark) {
		if (mark == this.changes.get()) {
			this.breaker.releasePermission();
		}
	}

	/**
	 * The mark of a call that was made without asking.
	 * @param nanos how long ago it began
	 * @return a mark that counts, unless the state changed since
	 */
	int markOf(long nanos) {
		int mark = this.changes.get();
		return (this.ticker.getAsLong() - nanos - this.changed >= 0) ? mark : REFUSED;
	}

	/**
	 * Let trial calls through, when the time to stay open is over.
	 */
	void halfOpen() {
		if (this.breaker.getState() == CircuitBreaker.State.OPEN) {
			this.breaker.transitionToHalfOpenState();
		}
	}

	BreakerCounts counts() {
		return this.counts;
	}

	CircuitBreakerState state() {
		return state(this.breaker.getState());
	}

	/**
	 * When a call may be made again.
	 * @return the time from now on
	 */
	Duration retryAfter() {
		boolean open = state() == CircuitBreakerState.OPEN;
		return Duration.ofNanos(open ? Math.max(0, this.openUntil - this.ticker.getAsLong()) : 0);
	}

	private void changed(CircuitBreaker.State from, CircuitBreaker.State to) {
		long now = this.ticker.getAsLong();
		this.changed = now;
		this.recovering = to == CircuitBreaker.State.CLOSED && this.policy.recoverFor() != null;
		this.changes.incrementAndGet();
		String reason = switch (to) {
			case OPEN -> {
				Duration time = this.policy.openFor(this.openings.incrementAndGet());
				this.openUntil = now + time.toNanos();
				yield whyOpen();
			}
			case HALF_OPEN -> "it was open for " + this.policy.openFor(this.openings.get()).toMillis() + " ms";
			default -> {
				this.openings.set(0);
				yield "trial calls succeeded";
			}
		};
		this.counts.changed(state(to));
		this.listener.changed(state(from), state(to), reason);
	}

	private String whyOpen() {
		CircuitBreaker.Metrics metrics = this.breaker.getMetrics();
		int calls = metrics.getNumberOfBufferedCalls();
		double failureRate = this.policy.failureRate().factor() * 100;
		return (metrics.getFailureRate() >= failureRate || this.policy.slowCall() == null)
				? Math.round(metrics.getFailureRate()) + "% of " + calls + " calls failed"
				: Math.round(metrics.getSlowCallRate()) + "% of " + calls + " calls took longer than "
						+ this.policy.slowCall().toMillis() + " ms";
	}

	private static CircuitBreakerState state(CircuitBreaker.State state) {
		return switch (state) {
			case OPEN, FORCED_OPEN -> CircuitBreakerState.OPEN;
			case HALF_OPEN -> CircuitBreakerState.HALF_OPEN;
			default -> CircuitBreakerState.CLOSED;
		};
	}

	/**
	 * Learns of changes.
	 */
	@FunctionalInterface
	interface Listener {

		/**
		 * The state changed.
		 * @param from the state before
		 * @param to the state now
		 * @param reason why, for people to read
		 */
		void changed(CircuitBreakerState from, CircuitBreakerState to, String reason);

	}

	/**
	 * Stands for whatever went wrong; nobody looks at it.
	 */
	private static final class Failure extends RuntimeException {

		Failure() {
			super(null, null, false, false);
		}

	}

}
