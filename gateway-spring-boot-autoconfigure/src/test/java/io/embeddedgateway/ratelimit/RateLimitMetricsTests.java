package io.embeddedgateway.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
import reactor.test.StepVerifier;

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

	private GatewayFilter filter(RateLimitPolicy policy) {
		Route route = Route.builder("route").path("/test").with(policy).toLocal();
		return Objects.requireNonNull(RateLimitFeature.ofCallers(this.limiters).filterFor(route));
	}

	private static void ask(GatewayFilter filter, String caller, String plan) {
		GatewayExchange exchange = GatewayExchange
			.of(Route.builder("route").path("/test").toLocal(), GatewayRequest.of(HttpMethod.GET, "/test"))
			.withCaller(new Caller(caller, Map.of("plan", plan)));
		Mono<HttpStatus> answer = filter
			.filter(exchange, (asked) -> Mono.just(GatewayResponse.of(HttpStatus.NO_CONTENT)))
			.thenReturn(HttpStatus.NO_CONTENT)
			.onErrorReturn(TooManyRequestsException.class, HttpStatus.TOO_MANY_REQUESTS);
		StepVerifier.create(answer).expectNextCount(1).expectComplete().verify(Duration.ofSeconds(10));
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
