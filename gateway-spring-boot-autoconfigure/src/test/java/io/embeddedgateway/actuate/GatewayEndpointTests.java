package io.embeddedgateway.actuate;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.Route;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What operators see and may do, over real sockets, beside a route that matches
 * everything.
 */
class GatewayEndpointTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final String YAML = """
			management:
			  endpoints.web.exposure.include: gateway, health, info
			  endpoint.gateway.access: unrestricted
			  endpoint.health.show-details: always
			gateway:
			  sticky-key: sticky-s3cret-sticky-s3cret-sticky-s3cret
			  auth:
			    main: {opaque: {introspection-uri: "https://id.example.com/i?api_key=uri-s3cret", client-id: me, client-secret: client-s3cret}}
			  defaults: {auth: none}
			  rate-limits:
			    shared: 3/1d
			  services:
			    orders:
			      instances: [{uri: "%1$s", weight: 2, zone: a, metadata: {password: meta-s3cret}}, {uri: "http://127.0.0.1:1", weight: 0}]
			      load-balancer: round-robin
			      circuit-breaker: 50%%
			      health-check: {path: /health, interval: 1h, headers: {Authorization: Basic health-s3cret}}
			    idle: {instances: "http://127.0.0.1:1"}
			  routes:
			    orders:
			      path: /orders/**
			      match: {methods: GET, headers: {X-Api-Key: {any-of: header-s3cret}}}
			      service: orders
			      rate-limit: shared
			      transform: {request: {set-headers: {X-Token: transform-s3cret}}}
			    hello: {path: /hello, uri: "%1$s"}
			    gone: {path: /gone, respond: 410}
			    all: {path: /**, uri: "%1$s"}
			""";

	private static Upstream upstream;

	private static GatewayApp app;

	private static EndpointClient client;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("upstream");
		app = GatewayApp.start(YAML.formatted(upstream.uri()), Own.class);
		client = new EndpointClient(app.port());
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@AfterEach
	void enableAgain() throws IOException {
		post("enable", "{\"service\":\"orders\",\"instance\":\"" + upstream.uri() + "\"}");
		Own.next = () -> Flux.just(List.of(Own.dynamic(0)));
		post("reload", "{}");
	}

	@Test
	void overviewSaysWhatThereIs() throws IOException {
		JsonNode overview = read("");
		assertThat(overview.get("revision").asInt()).isPositive();
		assertThat(overview.get("loadedAt").asString()).isNotEmpty();
		assertThat(overview.get("routes").asInt()).isEqualTo(5);
		assertThat(overview.get("services").asInt()).isEqualTo(2);
		assertThat(texts(overview.get("sections"))).containsExactlyInAnyOrder("explain", "routes", "services", "limits",
				"config");
		assertThat(texts(overview.get("operations"))).containsExactly("drain", "enable", "disable", "reload");
	}

	@Test
	void routesSayWhatTheyDo() throws IOException {
		JsonNode orders = read("/routes/orders");
		assertThat(orders.get("origin").asString()).contains("line");
		assertThat(texts(orders.get("paths"))).containsExactly("/orders/**");
		assertThat(texts(orders.at("/match/methods"))).containsExactly("GET");
		assertThat(orders.at("/match/headers/X-Api-Key/anyOf").asString()).isEqualTo("******");
		assertThat(orders.get("match").has("hosts")).isFalse();
		assertThat(orders.at("/target/type").asString()).isEqualTo("service");
		assertThat(orders.at("/target/service").asString()).isEqualTo("orders");
		assertThat(orders.get("filters").findValuesAsString("name")).containsSubsequence("path-guard", "rate-limit",
				"circuit-breaker", "forward");
		assertThat(read("/routes/gone").at("/target/text").asString()).isEqualTo("respond");
		assertThat(read("/routes").get("routes").findValuesAsString("id")).contains("orders", "hello", "gone", "all",
				"dynamic-0");
		assertThat(read("/routes/hello").get("shadowedBy").get(0).asString()).startsWith("/hello ").contains("hello()");
		assertThat(read("/routes/gone").get("shadowedBy").isEmpty()).isTrue();
	}

	@Test
	void trafficIsCountedForRouteAndInstance() throws IOException {
		long before = read("/routes/orders").at("/traffic/requests").asLong();
		assertThat(get("/orders/7", "X-Api-Key: header-s3cret")).startsWith("HTTP/1.1 200 ");
		await().atMost(LONG).until(() -> read("/routes/orders").at("/traffic/requests").asLong() == before + 1);
		JsonNode traffic = read("/routes/orders").get("traffic");
		assertThat(traffic.at("/byStatus/2xx").asLong()).isEqualTo(before + 1);
		assertThat(traffic.get("active").asLong()).isZero();
		assertThat(traffic.get("responseBytes").asLong()).isEqualTo(8 * (before + 1));
		assertThat(traffic.at("/latency/counts").size()).isEqualTo(traffic.at("/latency/bounds").size() + 1);
		assertThat(instance(0).at("/traffic/requests").asLong()).isPositive();
		assertThat(read("/limits/shared").at("/policies/0/granted").asLong()).isPositive();
	}

	@Test
	void servicesSayHowTheirInstancesAre() throws IOException {
		await().atMost(LONG).until(() -> instance(0).has("health"));
		JsonNode service = read("/services/orders");
		assertThat(service.get("loadBalancer").asString()).isEqualTo("round-robin");
		assertThat(service.get("healthCheck").asBoolean()).isTrue();
		assertThat(service.at("/breaker/state").asString()).isEqualTo("closed");
		JsonNode instance = instance(0);
		assertThat(instance.get("weight").asInt()).isEqualTo(2);
		assertThat(instance.get("zone").asString()).isEqualTo("a");
		assertThat(instance.at("/health/state").asString()).isEqualTo("healthy");
		assertThat(instance.get("breaker").asString()).isEqualTo("closed");
		await().atMost(LONG).until(() -> instance(1).get("state").asString().equals("unhealthy"));
		JsonNode down = instance(1);
		assertThat(down.get("reason").asString()).startsWith("a check failed");
		assertThat(down.get("since").asString()).isNotEmpty();
	}

	@Test
	void operatorDrainsDisablesAndEnablesAnInstance() throws IOException {
		await().atMost(LONG).until(() -> instance(1).get("state").asString().equals("unhealthy"));
		String body = "{\"service\":\"orders\",\"instance\":\"" + upstream.uri() + "\"}";
		assertThat(post("drain", body)).startsWith("HTTP/1.1 200 ").contains("\"state\":\"draining\"");
		assertThat(instance(0).get("state").asString()).isEqualTo("draining");
		assertThat(instance(0).get("reason").asString()).isEqualTo("drained by an operator");
		assertThat(post("disable", body)).contains("\"state\":\"disabled\"");
		assertThat(get("/actuator/health/gateway/orders")).startsWith("HTTP/1.1 503 ")
			.contains("disabled by an operator");
		assertThat(post("enable", body)).contains("\"state\":\"available\"");
	}

	@Test
	void whatDoesNotExistIsNotFound() throws IOException {
		for (String path : List.of("", "/routes", "/services", "/limits", "/config")) {
			assertThat(get("/actuator/gateway" + path + "/nothing")).startsWith("HTTP/1.1 404 ");
		}
		assertThat(post("explode", "{}")).startsWith("HTTP/1.1 404 ").contains("drain, enable, disable, reload");
		assertThat(post("drain", "{\"service\":\"nothing\",\"instance\":\"a\"}")).startsWith("HTTP/1.1 404 ");
		assertThat(post("drain", "{\"service\":\"orders\",\"instance\":\"a\"}")).startsWith("HTTP/1.1 404 ");
		assertThat(post("drain", "{\"service\":\"orders\"}")).startsWith("HTTP/1.1 400 ");
		assertThat(post("drain", "{}")).startsWith("HTTP/1.1 400 ");
	}

	@Test
	void reloadAsksTheSourcesAgainAndKeepsWhatWasGoodOtherwise() throws IOException {
		int revision = read("").get("revision").asInt();
		Own.next = () -> Flux.just(List.of(Own.dynamic(1)));
		assertThat(post("reload", "{}")).startsWith("HTTP/1.1 200 ").contains("{\"revision\":");
		assertThat(read("").get("revision").asInt()).isGreaterThan(revision);
		assertThat(get("/actuator/gateway/routes/dynamic-1")).startsWith("HTTP/1.1 200 ");
		Own.next = () -> Flux.just(List.of(Own.dynamic(2), Own.dynamic(2)));
		assertThat(post("reload", "{}")).startsWith("HTTP/1.1 409 ").contains("dynamic-2", "same id");
		Own.next = () -> Flux.error(new IllegalStateException("s3cret of the registry"));
		assertThat(post("reload", "{}")).startsWith("HTTP/1.1 409 ").contains("failed").doesNotContain("s3cret");
		assertThat(get("/actuator/gateway/routes/dynamic-1")).startsWith("HTTP/1.1 200 ");
		assertThat(read("").at("/lastError/message").asString()).contains("dynamic-2");
		assertThat(read("/config").at("/lastError/message").asString()).contains("dynamic-2");
	}

	@Test
	void endpointAnswersWhileTheTableReloads() throws IOException {
		RouteTables tables = app.context().getBean(RouteTables.class);
		Sinks.Many<List<Route>> updates = Sinks.many().unicast().onBackpressureBuffer();
		Own.next = updates::asFlux;
		updates.tryEmitNext(List.of(Own.dynamic(0))).orThrow();
		assertThat(post("reload", "{}")).startsWith("HTTP/1.1 200 ");
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> reloading = CompletableFuture.runAsync(() -> {
			for (long seen = 0; !over.get(); Thread.onSpinWait()) {
				if (tables.view().revision() != seen) {
					seen = tables.view().revision();
					updates.tryEmitNext(List.of(Own.dynamic((int) seen))).orThrow();
				}
			}
		});
		try {
			long before = tables.view().revision();
			for (int i = 0; i < 30; i++) {
				assertThat(read("/routes").get("routes").size()).isEqualTo(5);
				assertThat(get("/actuator/gateway")).startsWith("HTTP/1.1 200 ");
			}
			assertThat(tables.view().revision()).isGreaterThan(before + 10);
		}
		finally {
			over.set(true);
			reloading.join();
		}
	}

	@Test
	void secretsAreNowhere() throws IOException {
		for (String path : List.of("", "/routes", "/services", "/limits", "/config")) {
			assertThat(get("/actuator/gateway" + path)).startsWith("HTTP/1.1 200 ").doesNotContain("s3cret");
		}
		assertThat(get("/actuator/health")).doesNotContain("s3cret");
		assertThat(get("/actuator/info")).doesNotContain("s3cret");
		JsonNode config = read("/config").get("gateway");
		assertThat(config.get("sticky-key").asString()).isEqualTo("******");
		assertThat(config.at("/auth/main/opaque/client-secret").asString()).isEqualTo("******");
		assertThat(config.at("/auth/main/opaque/introspection-uri").asString())
			.isEqualTo("https://id.example.com/i?api_key=******");
		assertThat(config.at("/services/orders/instances/0/metadata/password").asString()).isEqualTo("******");
		assertThat(config.at("/services/orders/health-check/headers/Authorization").asString()).isEqualTo("******");
		assertThat(config.at("/services/orders/response-timeout").asString()).isEqualTo("30s");
		assertThat(config.at("/services/orders/max-header-size").asString()).isEqualTo("64KB");
	}

	@Test
	void healthAndInfoTellOfTheGateway() throws IOException {
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(get("/actuator/health/gateway")).startsWith("HTTP/1.1 200 ")
				.contains("\"unhealthy\":1", "\"available\":1", "\"panic\":false", "http://127.0.0.1:1",
						"a check failed"));
		assertThat(get("/actuator/info")).contains("\"gateway\":{", "\"services\":2").doesNotContain("loadedAt");
	}

	private static JsonNode instance(int index) throws IOException {
		return read("/services/orders").at("/instances/" + index);
	}

	private static List<String> texts(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

	private static JsonNode read(String path) throws IOException {
		return client.read(path);
	}

	private static String get(String path, String... headers) throws IOException {
		return RawHttp.get(app.port(), path, headers);
	}

	private static String post(String operation, String body) throws IOException {
		return client.post(operation, body);
	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	static class Own {

		private static volatile RouteSource next = () -> Flux.just(List.of(dynamic(0)));

		static Route dynamic(int number) {
			return Route.builder("dynamic-" + number).path("/dynamic/" + number).toUri("http://127.0.0.1:1");
		}

		@Bean
		RouteSource dynamicRoutes() {
			return () -> Flux.defer(() -> next.routes());
		}

		@GetMapping("/hello")
		Map<String, String> hello() {
			return Map.of("hello", "own");
		}

	}

}
