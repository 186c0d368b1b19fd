package io.embeddedgateway.service;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceInstanceTests {

	private final ServiceInstance instance = new ServiceInstance(
			new Instance(URI.create("http://a"), 3, "b", 0, Map.of("rack", "7")));

	@Test
	void saysWhatItsDefinitionSays() {
		assertThat(this.instance.id()).isEqualTo("http://a:80");
		assertThat(this.instance.uri()).isEqualTo(URI.create("http://a"));
		assertThat(this.instance.weight()).isEqualTo(3);
		assertThat(this.instance.zone()).isEqualTo("b");
		assertThat(this.instance.metadata()).containsEntry("rack", "7");
		assertThat(this.instance).hasToString("http://a:80");
	}

	@Test
	void countsRequestsInFlight() {
		this.instance.begin();
		this.instance.begin();
		assertThat(this.instance.inFlight()).isEqualTo(2);
		this.instance.end(CallOutcome.SUCCESS, 1);
		assertThat(this.instance.inFlight()).isOne();
	}

	@Test
	void oneEndTooManyDoesNotGoBelowZero() {
		this.instance.begin();
		this.instance.end(CallOutcome.SUCCESS, 1);
		this.instance.end(CallOutcome.SUCCESS, 1);
		assertThat(this.instance.inFlight()).isZero();
		this.instance.begin();
		assertThat(this.instance.inFlight()).isOne();
	}

	@Test
	void countsRequestsOfManyThreads() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			CompletableFuture
				.allOf(IntStream.range(0, 8)
					.mapToObj((thread) -> CompletableFuture.runAsync(this::beginTwiceAndEndOnce, threads))
					.toArray(CompletableFuture[]::new))
				.get(10, TimeUnit.SECONDS);
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.instance.inFlight()).isEqualTo(8 * 10_000);
	}

	private void beginTwiceAndEndOnce() {
		for (int i = 0; i < 10_000; i++) {
			this.instance.begin();
			this.instance.begin();
			this.instance.end(CallOutcome.SUCCESS, 1);
		}
	}

	@Test
	void requestThatWasSentBeforeATrialDoesNotEndIt() {
		this.instance.condition().suspend(this, "a test");
		this.instance.condition().tryAgain(this, "a test");
		assertThat(this.instance.tryUse()).isTrue();
		this.instance.end(CallOutcome.TIMEOUT, TimeUnit.MINUTES.toNanos(1));
		assertThat(this.instance.tryUse()).isFalse();
		this.instance.end(CallOutcome.SUCCESS, 0);
		assertThat(this.instance.tryUse()).isTrue();
	}

}
