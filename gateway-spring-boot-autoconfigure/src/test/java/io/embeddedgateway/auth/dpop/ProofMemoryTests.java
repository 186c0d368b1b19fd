package io.embeddedgateway.auth.dpop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProofMemoryTests {

	private static final Duration WINDOW = Duration.ofSeconds(70);

	private final ManualClock clock = new ManualClock(Instant.EPOCH);

	private final ProofMemory memory = new ProofMemory(WINDOW, 1000, this.clock);

	@Test
	void proofIsUsedOnce() {
		assertThat(this.memory.use("key", "id")).isTrue();
		assertThat(this.memory.use("key", "id")).isFalse();
		assertThat(this.memory.use("key", "other id")).isTrue();
		assertThat(this.memory.use("kez", "id")).isTrue();
	}

	@Test
	void proofThatIsLookedAtCanStillBeUsed() {
		assertThat(this.memory.knows("key", "id")).isFalse();
		assertThat(this.memory.use("key", "id")).isTrue();
		assertThat(this.memory.knows("key", "id")).isTrue();
		this.clock.advance(WINDOW);
		assertThat(this.memory.knows("key", "id")).isTrue();
	}

	@Test
	void proofIsRememberedForItsTimeWheneverItCame() {
		for (int second = 0; second < 140; second += 7) {
			String id = "id " + second;
			assertThat(this.memory.use("key", id)).isTrue();
			this.clock.advance(WINDOW.minusMillis(1));
			assertThat(this.memory.use("key", id)).isFalse();
			this.clock.advance(Duration.ofMillis(7001));
		}
	}

	@Test
	void proofIsForgottenWhenItIsTooOldAnyway() {
		assertThat(this.memory.use("key", "id")).isTrue();
		this.clock.advance(WINDOW.multipliedBy(2));
		assertThat(this.memory.use("key", "id")).isTrue();
	}

	@Test
	void fullMemoryRefusesUntilThereIsRoom() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.memory.use("key", "id " + i)).isTrue();
		}
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> this.memory.use("key", "one too many"))
			.satisfies((refused) -> assertThat(refused.retryAfter()).isEqualTo(WINDOW));
		this.clock.advance(WINDOW);
		assertThat(this.memory.use("key", "one too many")).isTrue();
		assertThat(this.memory.use("key", "id 1")).isFalse();
	}

	@Test
	void ofManyAtOnceOneIsFirstAlsoWhenGenerationsChange() throws InterruptedException, ExecutionException {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < 500; round++) {
				String id = "id " + round;
				CountDownLatch start = new CountDownLatch(1);
				List<Future<Boolean>> answers = new ArrayList<>();
				for (int i = 0; i < 4; i++) {
					answers.add(threads.submit(() -> {
						start.await();
						return this.memory.use("key", id);
					}));
				}
				start.countDown();
				this.clock.advance(WINDOW.dividedBy(2));
				int first = 0;
				for (Future<Boolean> answer : answers) {
					first += answer.get() ? 1 : 0;
				}
				assertThat(first).isEqualTo(1);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

}
