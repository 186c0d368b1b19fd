package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdaptiveLimitTests {

	private static final long FAST = Duration.ofMillis(10).toNanos();

	private final AtomicLong time = new AtomicLong();

	private final AdaptiveLimit limit = new AdaptiveLimit(10, 200, this.time::get);

	@Test
	void growsWindowByWindowWhileResponsesAreFast() {
		window(20, 0);
		assertThat(this.limit.limit()).isEqualTo(20);
		for (int i = 0; i < 10; i++) {
			window(20, 0);
		}
		assertThat(this.limit.limit()).isBetween(26, 30);
	}

	@Test
	void concludesNothingFromFewResponsesOrBeforeAWindowIsOver() {
		for (int i = 0; i < 5000; i++) {
			this.limit.answered(FAST, 20);
		}
		this.time.addAndGet(Duration.ofSeconds(1).toNanos());
		this.limit.answered(FAST, 20);
		int once = this.limit.limit();
		for (int i = 0; i < 9; i++) {
			this.time.addAndGet(Duration.ofSeconds(10).toNanos());
			this.limit.answered(FAST * 100, 20);
		}
		assertThat(this.limit.limit()).isEqualTo(once);
	}

	@Test
	void singleSlowResponsesMeanNothing() {
		for (int i = 0; i < 10; i++) {
			for (int j = 0; j < 4; j++) {
				this.limit.answered(FAST * 100, 20);
			}
			window(20, 0);
		}
		assertThat(this.limit.limit()).isGreaterThan(25);
	}

	@Test
	void shrinksIfATenthIsLost() {
		window(20, 1);
		int before = this.limit.limit();
		assertThat(before).isEqualTo(20);
		window(18, 2);
		assertThat(this.limit.limit()).isEqualTo(18);
		for (int i = 0; i < 50; i++) {
			window(0, 10);
		}
		assertThat(this.limit.limit()).isEqualTo(10);
	}

	private void window(int answered, int dropped) {
		for (int i = 0; i < dropped; i++) {
			this.limit.dropped(20);
		}
		for (int i = 0; i < answered - 1; i++) {
			this.limit.answered(FAST, 20);
		}
		this.time.addAndGet(Duration.ofMillis(250).toNanos());
		if (answered > 0) {
			this.limit.answered(FAST, 20);
		}
		else {
			this.limit.dropped(20);
		}
	}

}
