package io.embeddedgateway.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;

class UsageMeterTests {

	private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

	private static final UsageTotals ONE = new UsageTotals(1, 1, 0, 3, 10, 20);

	private final ManualClock clock = new ManualClock(START);

	private final UsageMeter meter = new UsageMeter(3, "node-1", "id", this.clock);

	@Test
	void requestsOfOneKeyAreCountedTogether() {
		this.meter.count(key("acme", 200), ONE);
		this.meter.count(key("acme", 200), ONE);
		this.meter.count(key("acme", 429), new UsageTotals(1, 0, 1, 0, 0, 0));
		this.clock.advance(Duration.ofSeconds(10));
		UsageBatch batch = taken();
		assertThat(batch.from()).isEqualTo(START);
		assertThat(batch.to()).isEqualTo(START.plusSeconds(10));
		assertThat(batch.gateway()).isEqualTo("node-1");
		assertThat(batch.records()).containsExactlyInAnyOrder(
				new UsageRecord("keys", "acme", null, "free", "api", "orders", 200, 2, 2, 0, 6, 20, 40),
				new UsageRecord("keys", "acme", null, "free", "api", "orders", 429, 1, 0, 1, 0, 0, 0));
	}

	@Test
	void whatWasTakenIsNotTakenAgain() {
		this.meter.count(key("acme", 200), ONE);
		UsageBatch first = taken();
		assertThat(this.meter.take()).isNull();
		this.meter.count(key("acme", 200), ONE);
		UsageBatch second = taken();
		assertThat(second.records()).hasSize(1).allMatch((usage) -> usage.requests() == 1);
		assertThat(second.id()).isNotEqualTo(first.id());
	}

	@Test
	void callersBeyondTheMostAreCountedTogether() {
		for (int i = 0; i < 1000; i++) {
			this.meter.count(key("caller-" + i, 200), ONE);
		}
		UsageBatch batch = taken();
		assertThat(batch.records()).hasSize(4);
		assertThat(batch.records()).filteredOn((usage) -> "(others)".equals(usage.caller()))
			.containsExactly(new UsageRecord(null, "(others)", null, "free", "api", "orders", 200, 997, 997, 0, 2991,
					9970, 19940));
		this.meter.count(key("caller-999", 200), ONE);
		assertThat(taken().records()).allMatch((usage) -> "caller-999".equals(usage.caller()));
	}

	@Test
	void mergedBatchesHaveTheSameTotals() {
		for (int i = 0; i < 3; i++) {
			this.meter.count(key("caller-" + i, 200), ONE);
		}
		UsageBatch first = taken();
		for (int i = 2; i < 5; i++) {
			this.meter.count(key("caller-" + i, 200), ONE);
		}
		UsageBatch merged = first.with(taken(), 3);
		assertThat(merged.records()).hasSize(4);
		assertThat(merged.records().stream().mapToLong(UsageRecord::requests).sum()).isEqualTo(6);
		assertThat(merged.records().stream().mapToLong(UsageRecord::cost).sum()).isEqualTo(18);
	}

	@Test
	void nothingIsLostWhileManyThreadsCountAndOneTakes() throws InterruptedException {
		int threads = 64;
		int each = 2000;
		ExecutorService callers = Executors.newFixedThreadPool(threads);
		CountDownLatch done = new CountDownLatch(threads);
		for (int thread = 0; thread < threads; thread++) {
			String caller = "caller-" + thread % 5;
			callers.execute(() -> {
				for (int i = 0; i < each; i++) {
					this.meter.count(key(caller, 200), ONE);
				}
				done.countDown();
			});
		}
		List<UsageBatch> batches = new ArrayList<>();
		boolean over = false;
		while (!over) {
			over = done.await(0, TimeUnit.MILLISECONDS);
			add(batches, this.meter.take());
		}
		add(batches, this.meter.take());
		callers.shutdown();
		UsageTotals all = batches.stream()
			.flatMap((batch) -> batch.records().stream())
			.map(UsageRecord::totals)
			.reduce(UsageTotals.NONE, UsageTotals::plus);
		long requests = (long) threads * each;
		assertThat(all).isEqualTo(new UsageTotals(requests, requests, 0, 3 * requests, 10 * requests, 20 * requests));
		assertThat(batches).hasSizeGreaterThan(1).extracting(UsageBatch::id).doesNotHaveDuplicates();
	}

	private static void add(List<UsageBatch> batches, @Nullable UsageBatch batch) {
		if (batch != null) {
			batches.add(batch);
		}
	}

	private UsageBatch taken() {
		return Objects.requireNonNull(this.meter.take());
	}

	private static UsageKey key(String caller, int status) {
		return new UsageKey("keys", caller, null, "free", "api", "orders", status);
	}

}
