package io.embeddedgateway.routing;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;

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

	@Test
	void featuresLearnWhichRoutesAndPartsAreInUse() {
		List<List<String>> used = new ArrayList<>();
		RouteFeature feature = new RouteFeature() {

			@Override
			public FilterStage stage() {
				return FilterStage.CUSTOM;
			}

			@Override
			public Set<Class<?>> policies() {
				return Set.of();
			}

			@Override
			public @Nullable GatewayFilter filterFor(Route route) {
				return null;
			}

			@Override
			public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
				GatewayFilterChain part = chains.isPart() ? null
						: chains.along(Route.builder(route.id() + ".part").path("/**").toLocal());
				return (part != null) ? (exchange, chain) -> part.filter(exchange) : null;
			}

			@Override
			public void used(Collection<Route> routes) {
				used.add(routes.stream().map(Route::id).toList());
			}

		};
		RouteTables tables = new RouteTables(List.of(feature), List.of(Route.builder("r").path("/r").toLocal()),
				List.of(), Map::of, false, Clock.systemUTC());
		tables.start();
		assertThat(used).containsExactly(List.of("r", "r.part"));
		tables.stop();
	}

	@Test
	void whatFeaturesThrowIsNotTold() {
		RouteTables tables = tables(() -> Flux.just(List.of(Route.builder("r").path("/r").toUri("http://a"))));
		tables.start();
		assertThat(Objects.requireNonNull(tables.refused()).message()).contains("route 'r'");
		tables.stop();
		RouteTables broken = tables(() -> Flux.just(new ArrayList<>(Collections.singletonList(null))));
		broken.start();
		assertThat(Objects.requireNonNull(broken.refused()).message())
			.endsWith("NullPointerException: the log says why");
		broken.stop();
	}

	private static RouteTables tables(RouteSource source) {
		return new RouteTables(List.of(), List.of(), List.of(source), Map::of, false, Clock.systemUTC());
	}

}
