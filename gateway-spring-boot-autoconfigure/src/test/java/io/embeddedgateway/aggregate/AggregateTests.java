package io.embeddedgateway.aggregate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Answers of several parts, from YAML to the wire.
 */
class AggregateTests {

	private static final String YAML = """
			gateway:
			  services:
			    shop: {instances: "%1$s"}
			  routes:
			    page:
			      path: /page/{id}
			      aggregate:
			        timeout: 20s
			        parts:
			          order: shop /orders/{id}
			          customer: {service: shop, path: "/customers/{order.customerId}", pick: [name, address.city]}
			          stock: {for-each: "{order.items}", service: shop, path: "/stock/{item.sku}", max-concurrent: 2}
			          own: {local: "/own/{id}"}
			          other: {local: /own/other}
			          score: {bean: score, query: {of: "{order.customerId}"}}
			        response: {customizer: counted}
			    three:
			      path: /three/{id}
			      aggregate:
			        parts:
			          order: shop /orders/{id}
			          customer: shop /customers/{order.customerId}
			          own: {local: "/own/{id}"}
			    fan:
			      path: /fan
			      aggregate:
			        parts:
			          list: {service: shop, path: /list, hidden: true}
			          all: {for-each: "{list}", service: shop, path: "/stock/{item}", max-concurrent: 8}
			        limits: {concurrent: 20}
			    form:
			      path: /form
			      aggregate: {parts: {own: {local: /own/form}}}
			    slow:
			      path: /slow
			      aggregate:
			        parts:
			          one: shop /hang
			          two: shop /hang
			          own: {local: /own/failing, optional: true}
			          gone: {local: /own/nobody, optional: true}
			""";

	private static final AtomicInteger hanging = new AtomicInteger();

	private static final AtomicInteger together = new AtomicInteger();

	private static final AtomicInteger most = new AtomicInteger();

	private static final Set<String> seen = ConcurrentHashMap.newKeySet();

	private static Upstream shop;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		shop = Upstream.with(AggregateTests::answer);
		app = GatewayApp.start(YAML.formatted(shop.uri()), Beans.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		shop.close();
	}

	private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		String path = request.uri();
		response.header("Content-Type", "application/json").header("Cache-Control", "max-age=60");
		if (path.startsWith("/stock/")) {
			return stock(path, response);
		}
		return switch (path) {
			case "/customers/c-3" -> response.sendString(Mono
				.just("{\"name\":\"Anna\",\"address\":{\"city\":\"Ulm\",\"street\":\"secret\"},\"password\":\"x\"}"));
			case "/list" ->
				response.sendString(Flux.range(0, 200).map(String::valueOf).collectList().map(String::valueOf));
			case "/hang" -> Mono.<Void>never()
				.doOnSubscribe((subscription) -> hanging.incrementAndGet())
				.doOnCancel(hanging::decrementAndGet);
			default ->
				response.sendString(Mono.just("{\"customerId\":\"c-3\",\"items\":[{\"sku\":\"A\"},{\"sku\":\"B\"},"
						+ "{\"sku\":\"C\"}],\"total\":10.50}"));
		};
	}

	private static Publisher<Void> stock(String path, HttpServerResponse response) {
		int now = together.incrementAndGet();
		most.accumulateAndGet(now, Math::max);
		return response.sendString(Mono.delay(Duration.ofMillis(2))
			.map((unused) -> "\"" + path.substring(7) + "\"")
			.doFinally((signal) -> together.decrementAndGet()));
	}

	@Test
	void partsOfAllKindsMakeOneAnswer() throws IOException {
		String answer = RawHttp.get(app.port(), "/page/7", "X-Who: me");
		assertThat(answer).startsWith("HTTP/1.1 200 ")
			.contains("Cache-Control: private, no-cache")
			.endsWith("{\"order\":{\"customerId\":\"c-3\",\"items\":[{\"sku\":\"A\"},{\"sku\":\"B\"},{\"sku\":\"C\"}],"
					+ "\"total\":10.50},\"customer\":{\"name\":\"Anna\",\"address\":{\"city\":\"Ulm\"}},"
					+ "\"stock\":[\"A\",\"B\",\"C\"],\"own\":{\"id\":\"7\",\"who\":\"me\"},\"other\":{\"other\":true},"
					+ "\"score\":\"c-3\",\"fields\":6}");
		assertThat(app.context()
			.getBean(MeterRegistry.class)
			.get("gateway.aggregate.part")
			.tags("route", "page", "part", "stock", "outcome", "success")
			.timer()
			.count()).isPositive();
	}

	@Test
	void formOfTheClientIsNotThatOfAPart() throws IOException {
		assertThat(RawHttp.exchange(app.port(),
				"POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
						+ "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b"))
			.endsWith("{\"own\":{\"fields\":0}}");
	}

	@Test
	void answerThatIsKnownIsNotSentAgain() throws IOException {
		String first = RawHttp.get(app.port(), "/page/8");
		String tag = first.lines().filter((line) -> line.startsWith("ETag: ")).findFirst().orElseThrow().substring(6);
		String again = RawHttp.get(app.port(), "/page/8", "If-None-Match: " + tag);
		assertThat(again).startsWith("HTTP/1.1 304 ").contains("ETag: " + tag).endsWith("\r\n\r\n");
		String head = RawHttp.exchange(app.port(), "HEAD /page/8 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
		assertThat(head).startsWith("HTTP/1.1 200 ").contains("ETag: " + tag).endsWith("\r\n\r\n");
	}

	@Test
	void twoHundredCallsAreMadeAFewAtATime() throws IOException {
		most.set(0);
		String expected = Flux.range(0, 200)
			.map((i) -> "\"" + i + "\"")
			.collectList()
			.map(String::valueOf)
			.toFuture()
			.join();
		assertThat(RawHttp.get(app.port(), "/fan")).endsWith("{\"all\":" + expected.replace(" ", "") + "}");
		assertThat(most.get()).isBetween(2, 8 + 2);
	}

	@Test
	void clientThatLeavesEndsAllCalls() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
			await().untilAtomic(hanging, Matchers.is(2));
		}
		await().untilAtomic(hanging, Matchers.is(0));
	}

	@Test
	void thousandAnswersAreMadeAtTheSameTime() throws InterruptedException {
		ConnectionProvider connections = ConnectionProvider.create("clients", 1000);
		CountDownLatch answered = new CountDownLatch(1000);
		AtomicInteger right = new AtomicInteger();
		HttpClient client = HttpClient.create(connections).host("127.0.0.1").port(app.port());
		for (int i = 0; i < 1000; i++) {
			client.get()
				.uri("/three/" + i)
				.responseSingle((response, body) -> body.asString(StandardCharsets.UTF_8))
				.doFinally((signal) -> answered.countDown())
				.subscribe((body) -> right.addAndGet(body.endsWith("\"who\":\"nobody\"}}") ? 1 : 0),
						(error) -> seen.add(error.toString()));
		}
		assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(seen).isEmpty();
		assertThat(right).hasValue(1000);
		connections.disposeLater().toFuture().join();
	}

	/**
	 * What an application brings.
	 */
	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@GetMapping("/own/{id}")
		Mono<Map<String, String>> own(@PathVariable String id, ServerHttpRequest request) {
			String who = request.getHeaders().getFirst("X-Who");
			return Mono.just(new TreeMap<>(Map.of("id", id, "who", (who != null) ? who : "nobody")));
		}

		@GetMapping("/own/other")
		Map<String, Boolean> other() {
			return Map.of("other", true);
		}

		@GetMapping("/own/form")
		Mono<Map<String, Integer>> form(ServerWebExchange exchange) {
			return exchange.getFormData()
				.zipWith(exchange.getMultipartData(), (form, parts) -> Map.of("fields", form.size() + parts.size()));
		}

		@GetMapping("/own/failing")
		String failing() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@Bean
		PartSource score() {
			return (exchange) -> Mono
				.just(JsonNodeFactory.instance.stringNode(exchange.request().queryValues("of").get(0)));
		}

		@Bean
		AggregationCustomizer counted() {
			return (exchange, answer) -> Mono.just(((ObjectNode) answer).put("fields", answer.size()));
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationRegistry observations(MeterRegistry meters) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
			return registry;
		}

	}

}
