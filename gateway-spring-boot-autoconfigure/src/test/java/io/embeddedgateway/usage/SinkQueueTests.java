package io.embeddedgateway.usage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class SinkQueueTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<UsageBatch> written = new ArrayList<>();

	private final Deque<Mono<Void>> answers = new ArrayDeque<>();

	private final SinkQueue queue = new SinkQueue("test", this::write, 100, Schedulers.immediate(), this.time);

	private int attempts;

	@AfterEach
	void close() {
		this.queue.close();
		this.time.dispose();
	}

	@Test
	void batchesAreWrittenInTheirOrder() {
		this.queue.add(batch(1));
		this.queue.add(batch(2));
		assertThat(this.written).containsExactly(batch(1), batch(2));
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void batchThatFailsIsTriedAgainWithGrowingPausesAndBeforeAllOthers() {
		fail(3);
		this.queue.add(batch(1));
		this.queue.add(batch(2));
		assertThat(this.attempts).isEqualTo(1);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.attempts).isEqualTo(2);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.attempts).isEqualTo(2);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.attempts).isEqualTo(3);
		assertThat(this.written).isEmpty();
		this.time.advanceTimeBy(Duration.ofSeconds(4));
		assertThat(this.written).containsExactly(batch(1), batch(2));
		assertThat(this.queue.failures()).isEqualTo(3);
	}

	@Test
	void sinkThatHangsIsGivenUpAndAskedAgain() {
		this.answers.add(Mono.never());
		this.queue.add(batch(1));
		this.time.advanceTimeBy(SinkQueue.TIMEOUT);
		assertThat(this.written).isEmpty();
		assertThat(this.queue.failures()).isEqualTo(1);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.written).containsExactly(batch(1));
	}

	@Test
	void sinkThatThrowsIsAskedAgain() {
		this.answers.add(Mono.defer(() -> {
			throw new IllegalStateException("broken");
		}));
		this.queue.add(batch(1));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.written).containsExactly(batch(1));
	}

	@Test
	void sinkThatIsFarBehindGetsMergedBatchesAndLosesNothing() {
		fail(1_000);
		for (int i = 0; i < 1000; i++) {
			this.queue.add(batch(i));
			assertThat(this.queue.waiting()).isLessThanOrEqualTo(SinkQueue.MOST);
		}
		this.answers.clear();
		this.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.queue.waiting()).isZero();
		assertThat(this.written.stream().flatMap((batch) -> batch.records().stream()).mapToLong(UsageRecord::requests))
			.satisfies((requests) -> assertThat(requests.stream().mapToLong(Long::longValue).sum()).isEqualTo(1000));
		assertThat(this.written.get(0)).isEqualTo(batch(0));
		for (int i = 1; i < this.written.size(); i++) {
			assertThat(this.written.get(i).from()).isEqualTo(this.written.get(i - 1).to());
		}
		assertThat(this.written).extracting(UsageBatch::id).doesNotHaveDuplicates();
	}

	@Test
	void whatWaitsIsWrittenAtTheEndWithoutPause() {
		fail(1);
		this.queue.add(batch(1));
		StepVerifier.create(this.queue.finish()).expectComplete().verify(Duration.ofSeconds(5));
		assertThat(this.written).containsExactly(batch(1));
		StepVerifier.create(this.queue.finish()).expectComplete().verify(Duration.ofSeconds(5));
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.answers.add(Mono.error(new IOException("disk full")));
		}
	}

	private Mono<Void> write(UsageBatch batch) {
		this.attempts++;
		Mono<Void> answer = this.answers.poll();
		return (answer != null) ? answer : Mono.fromRunnable(() -> this.written.add(batch));
	}

	private static UsageBatch batch(int number) {
		Instant from = Instant.parse("2026-11-01T10:00:00Z").plusSeconds(10L * number);
		return new UsageBatch("id-" + number, from, from.plusSeconds(10), "node-1",
				List.of(new UsageRecord("keys", "acme", null, null, null, "orders", 200, 1, 0, 0, 0, 0, 0)));
	}

}
