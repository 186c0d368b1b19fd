package io.embeddedgateway.routing;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.HandlerMapping;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of requests, by the engine alone.
 */
class RouteExplainerTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	@Test
	void filterThatThrowsIsToldWithoutWhatItSays() {
		ExplainedFilter failing = (exchange, chain) -> {
			throw new IllegalStateException("secret");
		};
		explain(Map.of(), "", "/a", (explanation) -> {
			ExplainedStep step = explanation.steps().get(1);
			assertThat(step.effect()).isEqualTo(ExplainedStep.Effect.ANSWERS);
			assertThat(step.details()).containsEntry("reason", "it failed with IllegalStateException");
			assertThat(explanation.status()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
			assertThat(explanation.arrived()).isNull();
			assertThat(explanation.toString()).doesNotContain("secret");
		}, Route.builder("a").path("/a").filter("failing", failing).toUri("http://localhost:1"));
	}

	@Test
	void conditionsDecide() {
		Route route = Route.builder("a")
			.path("/a")
			.with(RequestMatch.ANY.withQuery("n", ValueMatch.of("1")))
			.toUri("http://localhost:1");
		explain(Map.of(), "", "/a?n=1", (explanation) -> assertThat(explanation.route()).isEqualTo(route), route);
		explain(Map.of(), "", "/a?n=2", (explanation) -> {
			assertThat(explanation.outcome()).isEqualTo(RouteOutcome.NOT_FOUND);
			assertThat(explanation.candidates().get(0).failed()).containsExactly("query parameter n is not 1");
		}, route);
	}

	@Test
	void mappingThatThrowsIsToldWithoutWhatItSays() {
		HandlerMapping failing = (exchange) -> {
			throw new IllegalStateException("secret");
		};
		explain(Map.of("failing", failing), "", "/a", (explanation) -> {
			assertThat(explanation.outcome()).isEqualTo(RouteOutcome.REFUSED);
			assertThat(explanation.why()).isEqualTo("what decides about the request failed with IllegalStateException");
		});
	}

	@Test
	void basePathIsNoPartOfThePath() {
		Route route = Route.builder("a").path("/a").toUri("http://localhost:1");
		explain(Map.of(), "/base/", "/base/a", (explanation) -> {
			assertThat(explanation.route()).isEqualTo(route);
			assertThat(explanation.arrived()).isNotNull();
			assertThat(explanation.arrived().request().rawPath()).isEqualTo("/a");
		}, route);
		explain(Map.of(), "/base", "/a",
				(explanation) -> assertThat(explanation.outcome()).isEqualTo(RouteOutcome.NOT_FOUND), route);
	}

	@Test
	void ambiguousRequestIsRefused() {
		RouteQuestion question = RouteQuestion.of(HttpMethod.GET, "/a").withHeader("Transfer-Encoding", "gzip");
		explain(explainer(Map.of(), ""), question, (explanation) -> {
			assertThat(explanation.outcome()).isEqualTo(RouteOutcome.REFUSED);
			assertThat(explanation.status()).isEqualTo(HttpStatus.BAD_REQUEST);
		});
	}

	@Test
	void candidatesAreBounded() {
		Route[] routes = IntStream.range(0, 50)
			.mapToObj((n) -> Route.builder("r" + n).path("/orders/" + n).toUri("http://localhost:1"))
			.toArray(Route[]::new);
		explain(Map.of(), "", "/orders/x", (explanation) -> assertThat(explanation.candidates()).hasSize(10)
			.allSatisfy((candidate) -> assertThat(candidate.failed()).containsExactly("the path does not match")),
				routes);
		explain(Map.of(), "", "/customers/x", (explanation) -> assertThat(explanation.candidates()).isEmpty(), routes);
	}

	@Test
	void secretsThatConditionsWantAreNotTold() {
		Route route = Route.builder("a")
			.path("/a")
			.with(RequestMatch.ANY.withHeader("X-Secret", ValueMatch.of("hidden"))
				.withCookie("c", ValueMatch.matching("hid+en"))
				.withHeader("X-Tenant", ValueMatch.anyOf("a", "b")))
			.toUri("http://localhost:1");
		explain(Map.of(), "", "/a",
				(explanation) -> assertThat(explanation.candidates().get(0).failed()).containsExactlyInAnyOrder(
						"header X-Secret is not what it has to be", "cookie c is not what it has to be",
						"header X-Tenant is not a or b"),
				route);
	}

	private static void explain(Map<String, HandlerMapping> mappings, String basePath, String uri,
			Consumer<RouteExplanation> assertions, Route... routes) {
		explain(explainer(mappings, basePath, routes), RouteQuestion.of(HttpMethod.GET, uri), assertions);
	}

	private static void explain(RouteExplainer explainer, RouteQuestion question,
			Consumer<RouteExplanation> assertions) {
		StepVerifier.create(explainer.explain(question)).assertNext(assertions).expectComplete().verify(SOON);
	}

	private static RouteExplainer explainer(Map<String, HandlerMapping> mappings, String basePath, Route... routes) {
		RouteTables tables = new RouteTables(List.of(new Sending()), List.of(routes), List.of(), () -> mappings, false,
				Clock.systemUTC());
		tables.start();
		return new RouteExplainer(tables, new ClientConnections(List.of()), null, basePath);
	}

	/**
	 * Ends routes, and sends nothing.
	 */
	private static final class Sending implements RouteFeature, ExplainedFilter {

		@Override
		public FilterStage stage() {
			return FilterStage.TARGET;
		}

		@Override
		public Set<Class<?>> policies() {
			return Set.of();
		}

		@Override
		public @Nullable GatewayFilter filterFor(Route route) {
			return this;
		}

		@Override
		public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
			throw new AssertionError("Nothing is sent");
		}

		@Override
		public Mono<FilterEffect> explain(GatewayExchange exchange) {
			return Mono.just(FilterEffect.sends());
		}

	}

}
