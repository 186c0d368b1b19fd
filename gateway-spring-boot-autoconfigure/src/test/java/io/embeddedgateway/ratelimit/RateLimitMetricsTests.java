package io.embeddedgateway.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.Selector;
import io.embeddedgateway.TooManyRequestsException;
import io.embeddedgateway.metrics.GatewayMeter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of rate limits.
 */
class RateLimitMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final RateLimitPolicy plans = RateLimitPolicy.builder()
		.tiers("claim:plan", Map.of("free", Tier.of("1/1d"), "pro", Tier.of("5/1d")), "free")
		.build();

	private final LimitClock clock = new LimitClock("2026-11-22T12:00:00Z");

	private final RateLimiters limiters = new RateLimiters(
			Map.of("plans", this.plans), new NoBeans(), new LimitStores(RateLimitStorePolicy.of("memory"),
					() -> this.clock.get().nanos(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), null),
			() -> 0, Schedulers::parallel);

	@Test
	void metersAreThereAheadAndGoOnWhenRoutesChange() {
		GatewayFilter first = filter(RateLimitPolicy.of("plans"));
		RateLimitMetrics unused = new RateLimitMetrics(this.limiters, this.registry);
		GatewayFilter own = filter(RateLimitPolicy.of("2/1d"));
		assertThat(count("plans", "pro", "refused")).isZero();
		assertThat(count("route:route", "none", "granted")).isZero();
		ask(first, "ann", "free");
		ask(first, "ann", "free");
		ask(first, "bob", "pro");
		ask(own, "ann", "free");
		ask(filter(RateLimitPolicy.of("4/1d")), "ann", "free");
		assertThat(count("plans", "free", "granted")).isEqualTo(1);
		assertThat(count("plans", "free", "refused")).isEqualTo(1);
		assertThat(count("plans", "pro", "granted")).isEqualTo(1);
		assertThat(count("route:route", "none", "granted")).isEqualTo(2);
		assertThat(this.registry.get(GatewayMeter.RATE_LIMIT_KEYS.meterName()).gauge().value()).isEqualTo(3);
		assertThat(this.registry.get(GatewayMeter.RATE_LIMIT_REQUESTS.meterName()).functionCounters()).hasSize(6);
	}

	@Test
	void thousandTablesWithOtherRoutesLeaveNothingBehind() {
		RateLimitMetrics unused = new RateLimitMetrics(this.limiters, this.registry);
		Route stays = route("stays", RateLimitPolicy.of("2/1d"));
		Route shared = route("shared", RateLimitPolicy.of("plans"));
		GatewayFilter filter = use(List.of(stays, shared, route("first", RateLimitPolicy.of("1/1d")))).get(0);
		ask(filter, "ann", "free");
		int meters = this.registry.getMeters().size();
		for (int i = 0; i < 1000; i++) {
			List<GatewayFilter> filters = use(List.of(stays, shared, route("other" + i, RateLimitPolicy.of("1/1d"))));
			ask(filters.get(2), "ann", "free");
		}
		assertThat(this.registry.getMeters()).hasSize(meters);
		assertThat(this.limiters.byName()).containsOnlyKeys("plans", "route:stays", "route:other999");
		assertThat(this.limiters.uses()).hasSize(4);
		this.clock.advance(Duration.ofDays(3));
		use(List.of(stays, shared));
		assertThat(this.limiters.keys()).isOne();
		assertThat(count("route:stays", "none", "granted")).isOne();
	}

	@Test
	void requestOfATableThatIsGoneIsLimitedStill() {
		GatewayFilter gone = use(List.of(route("gone", RateLimitPolicy.of("1/1d")))).get(0);
		use(List.of());
		assertThat(ask(gone, "ann", "free")).isEqualTo(HttpStatus.NO_CONTENT);
		assertThat(ask(gone, "ann", "free")).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
		assertThat(this.limiters.byName()).isEmpty();
	}

	@Test
	void routeThatComesBackFindsWhatWasUsed() {
		Route route = route("a", RateLimitPolicy.of("1/1d"));
		ask(use(List.of(route)).get(0), "ann", "free");
		use(List.of());
		assertThat(ask(use(List.of(route)).get(0), "ann", "free")).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
	}

	@Test
	void notMoreThanThousandRoutesThatWentAreRemembered() {
		for (int i = 0; i < 1100; i++) {
			ask(use(List.of(route("route" + i, RateLimitPolicy.of("1/1d")))).get(0), "ann", "free");
		}
		assertThat(this.limiters.keys()).isEqualTo(1001);
	}

	@Test
	void tierThatIsGoneHasNoMeters() {
		RateLimitMetrics unused = new RateLimitMetrics(this.limiters, this.registry);
		use(List.of(route("a", this.plans)));
		assertThat(count("route:a", "pro", "granted")).isZero();
		RateLimitPolicy less = RateLimitPolicy.builder()
			.tiers("claim:plan", Map.of("free", Tier.of("1/1d")), "free")
			.build();
		use(List.of(route("a", less)));
		assertThat(this.limiters.uses()).extracting(LimitUse::tier).containsExactly("free");
		assertThat(this.registry.get(GatewayMeter.RATE_LIMIT_REQUESTS.meterName()).functionCounters()).hasSize(2);
	}

	@Test
	void tableThatIsRefusedChangesNothing() {
		RateLimitMetrics unused = new RateLimitMetrics(this.limiters, this.registry);
		Route route = route("a", this.plans);
		use(List.of(route));
		List<LimitUse> before = this.limiters.uses();
		RateLimitFeature feature = RateLimitFeature.ofCallers(this.limiters);
		assertThat(feature.filterFor(route("a", RateLimitPolicy.of("10/1s")))).isNotNull();
		feature.used(List.of(route));
		assertThat(this.limiters.uses()).extracting(LimitUse::tier)
			.containsExactlyInAnyOrderElementsOf(before.stream().map(LimitUse::tier).toList());
		assertThat(this.limiters.byName().get("route:a")).isNotNull()
			.extracting(RateLimiter::policy)
			.isEqualTo(this.plans);
	}

	@Test
	void callersWithoutTierAreGoneOnceThereAreTiers() {
		RateLimitMetrics unused = new RateLimitMetrics(this.limiters, this.registry);
		use(List.of(route("a", RateLimitPolicy.of("10/1s"))));
		assertThat(this.limiters.uses()).extracting(LimitUse::tier).containsOnlyNulls();
		use(List.of(route("a", this.plans)));
		assertThat(this.limiters.uses()).extracting(LimitUse::tier).isNotEmpty().doesNotContainNull();
	}

	private static Route route(String id, RateLimitPolicy policy) {
		return Route.builder(id).path("/" + id).with(policy).toLocal();
	}

	// As a table does that is built and then used
	private List<GatewayFilter> use(List<Route> routes) {
		RateLimitFeature feature = RateLimitFeature.ofCallers(this.limiters);
		List<GatewayFilter> filters = routes.stream().map(feature::filterFor).map(Objects::requireNonNull).toList();
		feature.used(routes);
		return filters;
	}

	private GatewayFilter filter(RateLimitPolicy policy) {
		Route route = Route.builder("route").path("/test").with(policy).toLocal();
		return Objects.requireNonNull(RateLimitFeature.ofCallers(this.limiters).filterFor(route));
	}

	private static @Nullable HttpStatus ask(GatewayFilter filter, String caller, String plan) {
		GatewayExchange exchange = GatewayExchange
			.of(Route.builder("route").path("/test").toLocal(), GatewayRequest.of(HttpMethod.GET, "/test"))
			.withCaller(new Caller(caller, Map.of("plan", plan)));
		Mono<HttpStatus> answer = filter
			.filter(exchange, (asked) -> Mono.just(GatewayResponse.of(HttpStatus.NO_CONTENT)))
			.thenReturn(HttpStatus.NO_CONTENT)
			.onErrorReturn(TooManyRequestsException.class, HttpStatus.TOO_MANY_REQUESTS);
		return answer.toFuture().join();
	}

	private double count(String policy, String tier, String outcome) {
		FunctionCounter counter = this.registry.get(GatewayMeter.RATE_LIMIT_REQUESTS.meterName())
			.tags("policy", policy, "tier", tier, "outcome", outcome)
			.functionCounter();
		return counter.count();
	}

	/**
	 * An application without beans.
	 */
	private static final class NoBeans implements LimitBeans {

		@Override
		public @Nullable Selector selector(String name) {
			return null;
		}

		@Override
		public @Nullable RequestCost requestCost(String name) {
			return null;
		}

		@Override
		public @Nullable ResponseCost responseCost(String name) {
			return null;
		}

	}

}
