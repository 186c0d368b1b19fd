package io.embeddedgateway.routing;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

class RouteTablesTests {

	private final AtomicInteger subscribed = new AtomicInteger();

	private VirtualTimeScheduler time;

	@BeforeEach
	void stopTheClock() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void letTheClockRun() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void pauseOfASourceIsShortAgainAfterGoodRoutes() {
		RouteTables tables = tables(() -> Flux.defer(() -> {
			boolean good = this.subscribed.incrementAndGet() == 10;
			Flux<List<Route>> routes = good ? Flux.just(List.of(Route.builder("r").path("/r").toLocal()))
					: Flux.empty();
			return routes.concatWith(Flux.error(new IllegalStateException("gone")));
		}));
		tables.start();
		while (this.subscribed.get() < 10) {
			this.time.advanceTimeBy(Duration.ofSeconds(1));
		}
		assertThat(tables.routes()).extracting(Route::id).containsExactly("r");
		this.time.advanceTimeBy(Duration.ofMillis(1500));
		// Without the good routes in between, the next would come after half a minute at
		// the earliest
		assertThat(this.subscribed.get()).isBetween(11, 12);
		tables.stop();
	}

	private static RouteTables tables(RouteSource source) {
		return new RouteTables(List.of(), List.of(), List.of(source), Map::of, false, Clock.systemUTC());
	}

}
