package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.Percentage;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTests {

	private static final Percentage FIFTH = Percentage.of("20%");

	private final AtomicLong time = new AtomicLong(-Duration.ofHours(1).toNanos());

	private final RetryBudget budget = new RetryBudget(this.time::get);

	@Test
	void threeAtATimeAreAlwaysAllowed() {
		assertThat(begun(10)).isEqualTo(3);
		this.budget.end();
		assertThat(begun(10)).isOne();
	}

	@Test
	void burstIsPaidFromWhatRequestsHaveSaved() {
		requests(500);
		assertThat(begun(200)).isEqualTo(100);
	}

	@Test
	void whatIsNotNeededIsForgotten() {
		for (int second = 0; second < 120; second++) {
			requests(100);
			pass(Duration.ofSeconds(1));
		}
		// The requests of ten seconds: 1,000
		int begun = begun(1000);
		assertThat(begun).isBetween(190, 210);
		for (int i = 0; i < begun; i++) {
			this.budget.end();
		}
		pass(Duration.ofMinutes(5));
		assertThat(begun(1000)).isEqualTo(3);
	}

	@Test
	void serviceThatFailsForLongIsAskedAFifthMore() {
		int repeated = 0;
		for (int second = 0; second < 300; second++) {
			for (int i = 0; i < 10; i++) {
				requests(10);
				pass(Duration.ofMillis(100));
				int begun = begun(10);
				repeated += begun;
				for (int ended = 0; ended < begun; ended++) {
					this.budget.end();
				}
			}
		}
		// 30,000 requests; three at a time, ten times a second, come on top
		assertThat(repeated).isBetween(30_000 / 5, 30_000 / 5 + 3 * 10 * 300);
	}

	private void requests(int count) {
		for (int i = 0; i < count; i++) {
			this.budget.requested();
		}
	}

	private void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

	private int begun(int wanted) {
		int begun = 0;
		for (int i = 0; i < wanted; i++) {
			begun += this.budget.begin(FIFTH) ? 1 : 0;
		}
		return begun;
	}

}
