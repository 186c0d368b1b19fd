package io.embeddedgateway.observability.tracing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.embeddedgateway.observability.RequestListener;
import io.embeddedgateway.observability.RequestRecord;
import io.embeddedgateway.observability.RouteObserver;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Traces of requests, from header to header over real sockets.
 */
class TracingTests {

	private static final String YAML = """
			gateway:
			  services:
			    orders: {instances: "%1$s", retry: none}
			    retried: {instances: ["%2$s", "%1$s"], load-balancer: round-robin}
			    busy: {instances: ["%3$s", "%1$s"], load-balancer: round-robin, retry: {statuses: 503}}
			    down: {instances: "%4$s", retry: none}
			    hanging: {instances: "%5$s"}
			    chat: {instances: "%6$s"}
			  routes:
			    orders: {path: "/orders/**, /bestellungen/{id}", service: orders}
			    retried: {path: /retried, service: retried}
			    busy: {path: /busy, service: busy}
			    down: {path: /down, service: down}
			    hanging: {path: /hanging, service: hanging}
			    chat: {path: /chat, service: chat}
			    fallen: {path: /fallen, service: down, fallback: {route: orders}}
			    own: {path: /own/**, local: true}
			    page:
			      path: /page/{id}
			      aggregate:
			        parts:
			          order: {service: orders, path: "/orders/{id}", type: text}
			          customer: {service: orders, path: "/customers/{id}", type: text}
			""";

	private static final Set<String> traced = ConcurrentHashMap.newKeySet();

	private static Upstream good;

	private static RawUpstream resetting;

	private static RawUpstream busy;

	private static RawUpstream hanging;

	private static RawUpstream chat;

	private static GatewayApp app;

	private final String trace = UUID.randomUUID().toString().replace("-", "");

	private final String parent = "traceparent: 00-" + this.trace + "-00f067aa0ba902b7-01";

	@BeforeAll
	static void start() throws IOException {
		good = Upstream.named("good");
		RawUpstream closed = RawUpstream.answering("");
		closed.close();
		resetting = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.reset();
		});
		busy = RawUpstream.answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy");
		hanging = RawUpstream.with(RawHttp::readAll);
		chat = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
			connection.readAll();
		});
		app = GatewayApp.start(
				YAML.formatted(good.uri(), resetting.uri(), busy.uri(), closed.uri(), hanging.uri(), chat.uri()),
				Traced.class);
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		good.close();
		for (RawUpstream upstream : List.of(resetting, busy, hanging, chat)) {
			upstream.close();
		}
	}

	@Test
	void requestIsOneSpanOfTheServerAndOneOfItsAttempt() throws IOException {
		assertThat(get("/orders/7?secret=x")).startsWith("HTTP/1.1 200").endsWith("good");
		Spans spans = spans(2);
		assertThat(spans.tree(Spans::describe)).isEqualTo("""
				server 'http get /orders/**' 200 on route orders
				  client 'http get orders' attempt 1: 200, success, none""");
		SpanData attempt = spans.get("http get orders");
		assertThat(Map.of("method", "GET", "route", "orders", "service", "orders", "instance", good.uri(), "path",
				"/orders/7"))
			.allSatisfy((key, value) -> assertThat(Spans.value(attempt, key)).isEqualTo(value));
		assertThat(attempt.toString()).doesNotContain("secret", "error.type");
		await().atMost(10, TimeUnit.SECONDS).until(() -> traced.contains(this.trace));
	}

	@Test
	void patternThatMatchedNamesTheSpan() throws IOException {
		assertThat(get("/bestellungen/7")).startsWith("HTTP/1.1 200");
		assertThat(spans(2).tree(SpanData::getName)).isEqualTo("http get /bestellungen/{id}\n  http get orders");
		MeterRegistry registry = app.context().getBean(MeterRegistry.class);
		assertThat(registry.find("http.server.requests").tag("uri", "/bestellungen/{id}").timer()).isNotNull();
		assertThat(registry.find("http.server.requests").timers())
			.noneMatch((timer) -> timer.getId().getTag("gateway.route") != null);
	}

	@Test
	void upstreamIsToldOfTheAttemptInPlaceOfTheClient() throws IOException {
		assertThat(get("/orders/8", "tracestate: vendor=value", "baggage: user=alice")).startsWith("HTTP/1.1 200");
		SpanData attempt = spans(2).get("http get orders");
		Upstream.Received received = last("/orders/8");
		assertThat(received.header("traceparent"))
			.containsExactly("00-" + this.trace + "-" + attempt.getSpanId() + "-01");
		assertThat(received.header("tracestate")).containsExactly("vendor=value");
		assertThat(received.header("baggage")).containsExactly("user=alice");
	}

	@Test
	void requestThatNobodySamplesIsStillPassedOn() throws IOException {
		assertThat(RawHttp.get(app.port(), "/orders/9", this.parent.substring(0, this.parent.length() - 1) + "0"))
			.startsWith("HTTP/1.1 200");
		assertThat(last("/orders/9").header("traceparent")).singleElement()
			.satisfies((value) -> assertThat(value).startsWith("00-" + this.trace).endsWith("-00"))
			.isNotEqualTo(this.parent);
		assertThat(Spans.of(exporter(), this.trace)).isEmpty();
	}

	@Test
	void contextThatIsNotValidGivesWayToANewOne() throws IOException {
		RawHttp.get(app.port(), "/orders/10", "traceparent: 00-0-0-01", "tracestate: stale=1");
		Upstream.Received received = last("/orders/10");
		assertThat(received.header("traceparent")).singleElement()
			.asString()
			.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
		assertThat(received.header("tracestate")).isEmpty();
	}

	@Test
	void eachAttemptHasItsSpan() throws IOException {
		// Every second request meets the instance that resets the connection first
		String answers = get("/retried") + get("/retried");
		assertThat(answers).contains("good");
		Spans spans = spans(5);
		assertThat(spans.tree(Spans::describe)).contains("""
				server 'http get /retried' 200 on route retried
				  client 'http get retried' attempt 1: none, broken, closed, error
				  client 'http get retried' attempt 2: 200, success, none""");
	}

	@Test
	void attemptsThatAnswerWithAStatusToRetryHaveTheirSpans() throws IOException {
		String answers = get("/busy") + get("/busy");
		assertThat(answers).contains("good").doesNotContain("busy");
		assertThat(spans(5).tree(Spans::describe)).contains("""
				server 'http get /busy' 200 on route busy
				  client 'http get busy' attempt 1: 503, gateway-error, none, error
				  client 'http get busy' attempt 2: 200, success, none""");
	}

	@Test
	void attemptsOfPartsStandBelowThem() throws IOException {
		assertThat(get("/page/7")).startsWith("HTTP/1.1 200");
		Spans spans = spans(5);
		assertThat(spans.tree(SpanData::getName)).startsWith("http get /page/{id}\n")
			.contains("\n  part order\n    http get page.order", "\n  part customer\n    http get page.customer");
		assertThat(List.of("http get page.order", "http get page.customer")
			.stream()
			.map((name) -> Spans.value(spans.get(name), "attempt"))).containsExactlyInAnyOrder("1", "2");
	}

	@Test
	void attemptOfTheFallbackIsOneMore() throws IOException {
		assertThat(get("/fallen")).startsWith("HTTP/1.1 200");
		assertThat(spans(3).tree(Spans::describe)).isEqualTo("""
				server 'http get /fallen' 200 on route fallen
				  client 'http get fallen' attempt 1: none, unreachable, connect, error
				  client 'http get orders' attempt 2: 200, success, none""");
	}

	@Test
	void serviceThatIsDownIsAnError() throws IOException {
		assertThat(get("/down")).startsWith("HTTP/1.1 502");
		assertThat(spans(2).tree(Spans::describe)).isEqualTo("""
				server 'http get /down' 502 on route down
				  client 'http get down' attempt 1: none, unreachable, connect, error""");
		assertThat(Spans.value(spans(2).get("http get down"), "error.type")).isEqualTo("connect");
	}

	@Test
	void clientThatLeavesEndsAllSpans() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /hanging HTTP/1.1\r\nHost: gateway.test\r\n" + this.parent + "\r\n\r\n");
			await().atMost(10, TimeUnit.SECONDS).until(() -> hanging.connections() > 0);
		}
		assertThat(spans(2).tree(Spans::describe)).isEqualTo("""
				server 'http get /hanging' UNKNOWN on route hanging
				  client 'http get hanging' attempt 1: none, cancelled, none""");
	}

	@Test
	void webSocketIsOneAttemptUntilItIsClosed() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /chat HTTP/1.1\r\nHost: gateway.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + this.parent
					+ "\r\n\r\n");
			assertThat(client.readUntil("\r\n\r\n")).contains(" 101 ");
			assertThat(Spans.of(exporter(), this.trace)).isEmpty();
		}
		assertThat(spans(2).tree(SpanData::getName)).isEqualTo("http get /chat\n  http get chat");
		assertThat(Spans.value(spans(2).get("http get chat"), "status")).isEqualTo("101");
	}

	@Test
	void ownHandlerKeepsItsPattern() throws IOException {
		assertThat(get("/own/7")).endsWith("own");
		assertThat(spans(1).tree(Spans::describe)).isEqualTo("server 'http get /own/{id}' 200 on route own");
	}

	private String get(String target, String... headers) throws IOException {
		return RawHttp.get(app.port(), target,
				Stream.concat(Stream.of(this.parent), Stream.of(headers)).toArray(String[]::new));
	}

	private static Upstream.Received last(String uri) {
		return good.received().stream().filter((received) -> received.uri().equals(uri)).findFirst().orElseThrow();
	}

	private Spans spans(int count) {
		return Spans.of(exporter(), this.trace, count);
	}

	private static InMemorySpanExporter exporter() {
		return app.context().getBean(InMemorySpanExporter.class);
	}

	/**
	 * The application, with a handler of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(TracingConfiguration.class)
	@RestController
	static class Traced {

		@Bean
		RouteObserver traces() {
			return (route) -> new RequestListener() {

				@Override
				public void ended(RequestRecord request) {
					traced.add(String.valueOf(request.traceId()));
				}

			};
		}

		@GetMapping("/own/{id}")
		Mono<String> own() {
			return Mono.just("own").delayElement(Duration.ofMillis(1));
		}

	}

}
