package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many threads that come, wait, are refused and leave at any time.
 */
class ConcurrencyStressTests {

	private static final int LIMIT = 3;

	private static final int CALLERS = 4;

	private static final int CALLS = 5_000;

	private final AtomicInteger active = new AtomicInteger();

	private final AtomicInteger mostActive = new AtomicInteger();

	private final AtomicInteger over = new AtomicInteger();

	private final ExecutorService workers = Executors.newFixedThreadPool(2);

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	@Test
	void noPlaceIsLostAndNoneIsGivenTwice() throws InterruptedException {
		MaxConcurrentFilter filter = filter();
		CountDownLatch done = new CountDownLatch(CALLERS);
		for (int caller = 0; caller < CALLERS; caller++) {
			Random random = new Random(caller);
			this.callers.execute(() -> {
				for (int i = 0; i < CALLS; i++) {
					call(filter, random);
				}
				done.countDown();
			});
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
		await().atMost(Duration.ofSeconds(20)).until(() -> this.over.get() == CALLERS * CALLS);
		await().atMost(Duration.ofSeconds(20)).until(() -> filter.limit().inFlight() == 0);
		assertThat(filter.limit().waiting()).isZero();
		assertThat(this.mostActive.get()).isBetween(1, LIMIT);
		this.callers.shutdown();
		this.workers.shutdown();
	}

	private void call(MaxConcurrentFilter filter, Random random) {
		GatewayExchange exchange = GatewayExchange.of(Route.builder("r").path("/**").toService("s"),
				GatewayRequest.of(HttpMethod.GET, "/a"));
		Disposable call = filter.filter(exchange, (passed) -> work())
			.doFinally((signal) -> this.over.incrementAndGet())
			.onErrorComplete()
			.subscribe();
		if (random.nextInt(3) == 0) {
			call.dispose();
		}
	}

	private Mono<GatewayResponse> work() {
		return Mono.create((sink) -> {
			int now = this.active.incrementAndGet();
			this.mostActive.accumulateAndGet(now, Math::max);
			AtomicInteger open = new AtomicInteger(1);
			// Runs before the place is given back, whether the caller leaves or not
			Runnable end = () -> this.active.addAndGet(-open.getAndSet(0));
			sink.onCancel(end::run);
			this.workers.execute(() -> {
				end.run();
				sink.success(GatewayResponse.of(HttpStatus.OK));
			});
		});
	}

	private static MaxConcurrentFilter filter() {
		Services services = new Services(List.of(Service.builder("s")
			.instances("http://a")
			.with(MaxConcurrentPolicy.of(LIMIT).withQueue(10, Duration.ofSeconds(30)))
			.build()));
		GatewayFilter filter = new MaxConcurrentFeature(services, System::nanoTime, Schedulers.parallel(),
				() -> Runnable::run)
			.filterFor(Route.builder("r").path("/**").toService("s"));
		assertThat(filter).isInstanceOf(MaxConcurrentFilter.class);
		return (MaxConcurrentFilter) filter;
	}

}
