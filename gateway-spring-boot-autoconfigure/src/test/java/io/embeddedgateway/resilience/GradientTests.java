package io.embeddedgateway.resilience;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The adaptive limit against a simulated service, which answers in 10 ms as long as it
 * has no more requests than it can work on at a time, and else the slower the more it
 * has.
 */
class GradientTests {

	private static final double BASE = 10;

	private final Random random = new Random(42);

	@Test
	void limitConvergesNearTheCapacity() {
		Gradient gradient = new Gradient(20, 1000);
		saturate(gradient, 100, 300);
		for (int i = 0; i < 100; i++) {
			saturate(gradient, 100, 1);
			assertThat(gradient.limit()).isBetween(70, 130);
		}
	}

	@Test
	void limitFollowsACapacityThatFallsAndReturns() {
		Gradient gradient = new Gradient(5, 1000);
		saturate(gradient, 100, 300);
		saturate(gradient, 25, 60);
		assertThat(gradient.limit()).isBetween(10, 50);
		saturate(gradient, 100, 200);
		assertThat(gradient.limit()).isBetween(70, 145);
	}

	@Test
	void limitDoesNotGrowWhileItIsNotUsed() {
		Gradient gradient = new Gradient(20, 200);
		for (int i = 0; i < 1000; i++) {
			gradient.answered(time(5, 100), 5);
		}
		assertThat(gradient.limit()).isEqualTo(20);
	}

	@Test
	void noiseAloneDoesNotMakeItShrink() {
		Gradient gradient = new Gradient(1, 200);
		for (int i = 0; i < 2000; i++) {
			gradient.answered(BASE * (0.9 + 0.2 * this.random.nextDouble()), gradient.limit());
			assertThat(gradient.limit()).isGreaterThanOrEqualTo(20);
		}
	}

	@Test
	void slownessThatSeemedNormalIsForgottenOnceItIsOver() {
		Gradient gradient = new Gradient(20, 200);
		for (int i = 0; i < 3000; i++) {
			gradient.answered(BASE * 20, gradient.limit());
		}
		for (int i = 0; i < 60; i++) {
			gradient.answered(BASE, gradient.limit());
		}
		for (int i = 0; i < 30; i++) {
			gradient.answered(BASE * 10, gradient.limit());
		}
		assertThat(gradient.limit()).isLessThan(100);
	}

	@Test
	void lossesShrinkItDownToItsLowest() {
		Gradient gradient = new Gradient(20, 200);
		saturate(gradient, 1000, 300);
		int before = gradient.limit();
		assertThat(gradient.dropped()).isBetween((int) (before * 0.9), (int) (before * 0.9) + 1);
		for (int i = 0; i < 100; i++) {
			gradient.dropped();
		}
		assertThat(gradient.limit()).isEqualTo(20);
	}

	private void saturate(Gradient gradient, int capacity, int updates) {
		for (int i = 0; i < updates; i++) {
			gradient.answered(time(gradient.limit(), capacity), gradient.limit());
		}
	}

	private double time(int inFlight, int capacity) {
		double queueing = Math.max(1, (double) inFlight / capacity);
		return BASE * queueing * (0.98 + 0.04 * this.random.nextDouble());
	}

}
