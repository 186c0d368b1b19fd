package io.embeddedgateway.test;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.context.reactive.GenericReactiveWebApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.routing.ExplainedStep;
import io.embeddedgateway.routing.RouteCandidate;
import io.embeddedgateway.routing.RouteExplanation;
import io.embeddedgateway.routing.RouteOutcome;
import io.embeddedgateway.testing.YamlInitializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What becomes of requests, as an application without a server tells its tests.
 */
class GatewayTesterTests {

	private static final String KEY = "0123456789abcdef0123456789abcdef";

	private static final String YAML = """
			gateway:
			  trusted-proxies: 10.0.0.0/8
			  services:
			    orders:
			      instances: [{uri: "http://orders-1:8080", zone: a}, {uri: "http://orders-2:8080", weight: 0}]
			      circuit-breaker: 50%
			  auth:
			    apps: {api-key: {keys: {mobile: {hash: "sha256:3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9", scopes: orders.read}}}}
			  rate-limits:
			    public-api: {key: principal, limits: 2/1h}
			  routes:
			    orders:
			      path: /orders/**
			      match: {methods: "GET, PUT"}
			      service: orders
			      auth: scope:orders.read
			      rate-limit: public-api
			      filters: audit
			      transform:
			        request:
			          path: /v1/{rest}
			          set-headers: {X-Tenant: "{claim.tenant}", X-Internal-Token: s3cret}
			          set-query: {source: gateway}
			          remove-headers: Cookie
			    new-orders:
			      path: /orders/new
			      match: {headers: {X-Version: "2"}, client-ips: 203.0.113.0/24}
			      uri: http://new:8080
			      auth: none
			    old: {path: "/old/{id}", auth: none, redirect: "/orders/{id}"}
			    gone: {path: /gone, auth: none, respond: {status: 410}}
			    page:
			      path: /page/{id}
			      auth: none
			      aggregate:
			        parts:
			          order: {service: orders, path: "/orders/{id}"}
			    hosted: {path: /hosted, match: {hosts: "*.example.com"}, uri: "http://hosted:8080", auth: none}
			    numbers: {path: /numbers, match: {query: {n: "1"}}, uri: "http://numbers:8080", auth: none}
			    own: {path: /own/**, local: true, auth: scope:own}
			""";

	private static final ConfigurableApplicationContext CONTEXT = start();

	private final GatewayTester tester = GatewayTester.of(CONTEXT);

	private static ConfigurableApplicationContext start() {
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.contextFactory((type) -> new GenericReactiveWebApplicationContext())
			.initializers(new YamlInitializer(YAML))
			.properties("spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"spring.autoconfigure.exclude="
							+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
							+ "org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration")
			.run();
	}

	@BeforeAll
	static void started() {
		assertThat(CONTEXT.isRunning()).isTrue();
	}

	@AfterAll
	static void stop() {
		CONTEXT.close();
	}

	@Test
	void requestGoesToAServiceAsTheRouteChangesIt() {
		Caller caller = new Caller("apps", "alice", null, Set.of("orders.read"), Set.of(), Map.of("tenant", "acme"));
		this.tester.get("/orders/a%20b?x=1")
			.header("Cookie", "a=b")
			.from("198.51.100.7")
			.as(caller)
			.goesTo("orders")
			.matches("orders")
			.withMethod("GET")
			.withPath("/v1/a%20b")
			.withQuery("x", "1")
			.withQuery("source", "gateway")
			.withoutQuery("y")
			.withHeader("X-Tenant", "acme")
			.withHeader("x-internal-token", "s3cret")
			.withHeader("X-Forwarded-For", "198.51.100.7")
			.withHeader("Host", "orders-1:8080")
			.withoutHeader("Cookie")
			.isLimitedBy("public-api");
	}

	@Test
	void credentialsAreReallyChecked() {
		this.tester.get("/orders/7").isAnsweredWith(401).isAnsweredBy("auth");
		this.tester.get("/orders/7").header("X-Api-Key", KEY + "x").isAnsweredWith(401);
		this.tester.get("/orders/7").header("X-Api-Key", KEY).goesTo("orders").withoutHeader("X-Api-Key");
		this.tester.get("/orders/7").as("bob").isAnsweredWith(403);
	}

	@Test
	void askingTakesNothingFromLimits() {
		TestedRequest request = this.tester.get("/orders/7").header("X-Api-Key", KEY);
		for (int i = 0; i < 5; i++) {
			request.goesTo("orders");
		}
		ExplainedStep limit = step(request.explanation(), "rate-limit");
		assertThat(limit.details()).containsEntry("policy", "public-api").containsEntry("key", "apps:mobile");
		assertThat(limit.details().get("limits").toString()).contains("remaining=2");
	}

	@Test
	void filtersAreListedInTheirOrderWithWhatTheyDo() {
		RouteExplanation refused = this.tester.get("/orders/7").explanation();
		assertThat(refused.steps()).extracting(ExplainedStep::name)
			.containsSubsequence("path-guard", "auth", "rate-limit", "audit", "transform", "circuit-breaker", "retry",
					"forward");
		assertThat(step(refused, "auth").effect()).isEqualTo(ExplainedStep.Effect.ANSWERS);
		assertThat(step(refused, "auth").details()).containsEntry("requires", "required");
		assertThat(step(refused, "forward").effect()).isEqualTo(ExplainedStep.Effect.NOT_REACHED);
		RouteExplanation passed = this.tester.get("/orders/7").header("X-Api-Key", KEY).explanation();
		assertThat(step(passed, "audit").effect()).isEqualTo(ExplainedStep.Effect.UNKNOWN);
		assertThat(step(passed, "circuit-breaker").details()).containsEntry("circuitBreaker", "closed");
		assertThat(step(passed, "forward").details().get("instances").toString())
			.contains("orders-1:8080, eligible=true")
			.contains("orders-2:8080, eligible=false, reason=its weight is 0");
	}

	@Test
	void routesThatNearlyMatchSayWhatFailed() {
		RouteExplanation explanation = this.tester.get("/orders/new").explanation();
		assertThat(explanation.candidates()).extracting((candidate) -> candidate.route().id())
			.startsWith("new-orders", "orders");
		RouteCandidate close = explanation.candidates().get(0);
		assertThat(close.matched()).isFalse();
		assertThat(close.failed()).anyMatch((failed) -> failed.equals("header X-Version is not 2"))
			.anyMatch((failed) -> failed.startsWith("the address of the client is not in"));
		RouteExplanation other = this.tester.get("/orders/new")
			.header("X-Version", "2")
			.from("203.0.113.7")
			.explanation();
		assertThat(other.candidates().get(1).matched()).isTrue();
		assertThat(other.candidates().get(1).failed()).singleElement()
			.asString()
			.contains("route 'new-orders' goes before it: /orders/new is more specific than /orders/**");
	}

	@Test
	void methodAndHostCount() {
		this.tester.delete("/orders/7").isAnsweredWith(405).hasNoRoute();
		assertThat(this.tester.delete("/orders/7").explanation().outcome()).isEqualTo(RouteOutcome.METHOD_NOT_ALLOWED);
		assertThat(this.tester.delete("/orders/7").explanation().why()).contains("GET, HEAD, OPTIONS, PUT");
		this.tester.get("/hosted").isAnsweredWith(404).hasNoRoute();
		this.tester.get("/hosted").host("a.example.com:8443").matches("hosted");
		assertThat(this.tester.get("/hosted").explanation().candidates().get(0).failed())
			.containsExactly("host localhost is not one of [*.example.com]");
	}

	@Test
	void answersOfTheGatewayAreAnswers() {
		this.tester.get("/old/7").isAnsweredWith(308).redirectsTo("/orders/7");
		this.tester.get("/gone").isAnsweredWith(410).matches("gone").isAnsweredBy("respond");
		this.tester.get("/page/7").matches("page").asks("order", "service orders");
		this.tester.get("/page/..%2f7").isAnsweredWith(400);
		this.tester.get("/nowhere").isAnsweredWith(404).hasNoRoute();
	}

	@Test
	void ownHandlersAreOwn() {
		this.tester.get("/plain").isAnsweredByOwnHandler().hasNoRoute();
		this.tester.get("/own/hello").isAnsweredWith(401).matches("own");
		Caller caller = new Caller("apps", "alice", null, Set.of("own"), Set.of(), Map.of());
		this.tester.get("/own/hello").as(caller).isAnsweredByOwnHandler().matches("own");
		this.tester.get("/own/none").as(caller).isAnsweredWith(404);
		assertThat(this.tester.get("/plain").explanation().why()).contains("Handlers#plain()");
	}

	@Test
	void forwardedAddressesCountFromTrustedProxiesAlone() {
		TestedRequest request = this.tester.get("/orders/new")
			.header("X-Version", "2")
			.header("X-Forwarded-For", "203.0.113.7");
		request.from("10.0.0.1").matches("new-orders");
		request.from("192.0.2.1").matches("orders");
	}

	@Test
	void conditionThatCanNotBeCheckedRefuses() {
		RouteExplanation explanation = this.tester.get("/numbers?n=%C3%28&%ZZ".replace("%ZZ", "m=%25")).explanation();
		assertThat(explanation.outcome()).isEqualTo(RouteOutcome.NOT_FOUND);
	}

	@Test
	void failureTellsTheExplanationWithoutSecrets() {
		TestedRequest request = this.tester.get("/orders/7?access_token=abcdef").header("X-Api-Key", KEY);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> request.goesTo("customers"))
			.withMessageContaining("Expected the request to go to 'customers', but it goes to 'orders'")
			.withMessageContaining("GET /orders/7: ROUTE")
			.withMessageContaining("route 'orders' at /orders/**")
			.satisfies((error) -> assertThat(error.getMessage()).doesNotContain(KEY, "abcdef", "s3cret"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.tester.get("/gone").hasNoRoute());
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.tester.get("/nowhere").expect().withPath("/nowhere"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.tester.get("/gone").isAnsweredWith(200));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.tester.get("/plain").matches("own"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.tester.get("/gone").isLimitedBy("x"));
	}

	@Test
	void applicationWithoutGatewaySaysSo() {
		assertThatIllegalStateException().isThrownBy(() -> GatewayTester.of(new StaticApplicationContext()))
			.withMessageContaining("There is no gateway in this application");
	}

	private static ExplainedStep step(RouteExplanation explanation, String name) {
		return explanation.steps()
			.stream()
			.filter((step) -> step.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No filter '" + name + "' in " + explanation));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		GatewayFilter audit() {
			return (exchange, chain) -> {
				throw new AssertionError("The filters of the application are not run");
			};
		}

		@Bean
		Handlers handlers() {
			return new Handlers();
		}

	}

	@RestController
	static class Handlers {

		@GetMapping("/plain")
		String plain() {
			return "plain";
		}

		@GetMapping("/own/hello")
		String hello() {
			return "hello";
		}

	}

}
