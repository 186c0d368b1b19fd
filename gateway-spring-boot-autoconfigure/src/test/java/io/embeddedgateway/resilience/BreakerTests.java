package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.Percentage;

import static org.assertj.core.api.Assertions.assertThat;

class BreakerTests {

	private static final CircuitBreakerPolicy POLICY = CircuitBreakerPolicy.of("50%")
		.withWindow(CallWindow.ofCalls(10), 4)
		.withOpenFor(Duration.ofSeconds(10), null)
		.withTrialCalls(2);

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);

	private double random;

	private final List<String> changes = new ArrayList<>();

	@Test
	void opensWhenTheShareOfFailuresIsReached() {
		Breaker breaker = breaker(POLICY);
		calls(breaker, true, 2);
		calls(breaker, false, 1);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
		calls(breaker, false, 1);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
		assertThat(this.changes).containsExactly("CLOSED > OPEN: 50% of 4 calls failed");
		assertThat(breaker.begin()).isEqualTo(Breaker.REFUSED);
		assertThat(breaker.retryAfter()).isEqualTo(Duration.ofSeconds(10));
		pass(Duration.ofSeconds(4));
		assertThat(breaker.retryAfter()).isEqualTo(Duration.ofSeconds(6));
	}

	@Test
	void concludesNothingFromFewCalls() {
		Breaker breaker = breaker(POLICY);
		calls(breaker, false, 3);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
	}

	@Test
	void opensWhenTooManyCallsAreSlow() {
		Breaker breaker = breaker(POLICY.withSlowCalls(Duration.ofMillis(100), Percentage.of("75%")));
		for (int millis : new int[] { 99, 500, 101, 3 }) {
			breaker.succeeded(breaker.begin(), Duration.ofMillis(millis).toNanos());
		}
		assertThat(this.changes).isEmpty();
		for (int i = 0; i < 4; i++) {
			breaker.succeeded(breaker.begin(), Duration.ofMillis(200).toNanos());
		}
		assertThat(this.changes).containsExactly("CLOSED > OPEN: 75% of 8 calls took longer than 100 ms");
	}

	@Test
	void slowCallsAreFineUnlessAskedFor() {
		Breaker breaker = breaker(POLICY);
		for (int i = 0; i < 10; i++) {
			breaker.succeeded(breaker.begin(), Duration.ofMinutes(10).toNanos());
		}
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
	}

	@Test
	void trialCallsDecideOnceItWasOpenLongEnough() {
		Breaker breaker = opened(POLICY);
		pass(Duration.ofSeconds(10).plusMillis(1));
		int first = breaker.begin();
		int second = breaker.begin();
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.HALF_OPEN);
		assertThat(breaker.begin()).isEqualTo(Breaker.REFUSED);
		assertThat(breaker.retryAfter()).isZero();
		breaker.succeeded(first, 1);
		breaker.succeeded(second, 1);
		assertThat(this.changes).containsExactly("CLOSED > OPEN: 100% of 4 calls failed",
				"OPEN > HALF_OPEN: it was open for 10000 ms", "HALF_OPEN > CLOSED: trial calls succeeded");
	}

	@Test
	void trialOfWhichNothingCanBeConcludedMakesRoomForAnother() {
		Breaker breaker = opened(POLICY.withTrialCalls(1));
		pass(Duration.ofSeconds(11));
		for (int i = 0; i < 5; i++) {
			int mark = breaker.begin();
			assertThat(mark).isNotEqualTo(Breaker.REFUSED);
			assertThat(breaker.begin()).isEqualTo(Breaker.REFUSED);
			breaker.unknown(mark);
		}
	}

	@Test
	void timeToStayOpenDoublesUpToItsLongest() {
		Breaker breaker = opened(POLICY.withTrialCalls(1).withOpenFor(Duration.ofSeconds(2), Duration.ofSeconds(7)));
		List<Duration> times = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			times.add(breaker.retryAfter());
			pass(breaker.retryAfter().plusMillis(1));
			breaker.failed(breaker.begin(), 1);
		}
		assertThat(times).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(7),
				Duration.ofSeconds(7));
		pass(Duration.ofSeconds(8));
		breaker.succeeded(breaker.begin(), 1);
		calls(breaker, false, 4);
		assertThat(breaker.retryAfter()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void growingShareOfTheCallsIsMadeWhileItRecovers() {
		Breaker breaker = opened(POLICY.withTrialCalls(1).withRecoverFor(Duration.ofSeconds(10)));
		pass(Duration.ofSeconds(11));
		breaker.succeeded(breaker.begin(), 1);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
		assertThat(madeOfTen(breaker)).isEqualTo(1);
		pass(Duration.ofSeconds(5));
		assertThat(madeOfTen(breaker)).isEqualTo(5);
		pass(Duration.ofSeconds(5));
		assertThat(madeOfTen(breaker)).isEqualTo(10);
		this.random = 0;
		calls(breaker, false, 10);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
	}

	private int madeOfTen(Breaker breaker) {
		int made = 0;
		for (int i = 0; i < 10; i++) {
			this.random = i / 10.0 + 0.05;
			int mark = breaker.begin();
			if (mark != Breaker.REFUSED) {
				breaker.unknown(mark);
				made++;
			}
		}
		return made;
	}

	@Test
	void callsThatBeganBeforeAChangeSayNothingAfterIt() {
		Breaker breaker = breaker(POLICY.withTrialCalls(1));
		int early = breaker.begin();
		calls(breaker, false, 4);
		pass(Duration.ofSeconds(11));
		int trial = breaker.begin();
		breaker.failed(early, 1);
		breaker.unknown(early);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.HALF_OPEN);
		assertThat(breaker.begin()).isEqualTo(Breaker.REFUSED);
		breaker.succeeded(trial, 1);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
	}

	@Test
	void callsLeaveAWindowOfTimeWithTheirSecond() {
		Breaker breaker = breaker(POLICY.withWindow(CallWindow.of("10s"), 4));
		calls(breaker, false, 3);
		pass(Duration.ofSeconds(11));
		calls(breaker, false, 3);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
		calls(breaker, false, 1);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
	}

	private Breaker opened(CircuitBreakerPolicy policy) {
		Breaker breaker = breaker(policy);
		calls(breaker, false, 4);
		assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
		return breaker;
	}

	private Breaker breaker(CircuitBreakerPolicy policy) {
		return new Breaker(policy, policy.trialCalls(), this.time::get, () -> this.random,
				(from, to, reason) -> this.changes.add(from + " > " + to + ": " + reason));
	}

	private void pass(Duration time) {
		this.time.addAndGet(time.toNanos());
	}

	private static void calls(Breaker breaker, boolean success, int count) {
		for (int i = 0; i < count; i++) {
			int mark = breaker.begin();
			if (success) {
				breaker.succeeded(mark, 1);
			}
			else {
				breaker.failed(mark, 1);
			}
		}
	}

}
