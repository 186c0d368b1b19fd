package io.embeddedgateway.observability.accesslog;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The access log over real sockets.
 */
class AccessLogTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/**
	 * That of {@code hush-4711-0123456789}.
	 */
	private static final String HASH = "sha256:dff14b3868b02ede18e2b9df8a8edcca82aab2b4105faf3bb3d00551c93f821d";

	private static final AtomicInteger busy = new AtomicInteger();

	private static Upstream upstream;

	private static GatewayApp app;

	private static int closedPort;

	private AccessLogLines lines;

	@BeforeAll
	static void start() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			closedPort = free.getLocalPort();
		}
		upstream = Upstream.with(AccessLogTests::answer);
		app = GatewayApp.start("""
				gateway:
				  access-log: {format: json, request-headers: X-Partner}
				  services:
				    busy: {instances: "%1$s", retry: {attempts: 3, statuses: 503, backoff: 1ms}}
				  auth:
				    partners: {api-key: {header: X-Partner, keys: {acme: "%2$s"}}}
				  defaults: {auth: none}
				  routes:
				    open: {path: /open/**, uri: "%1$s"}
				    closed: {path: /closed, uri: "%1$s", auth: required}
				    busy: {path: /busy, service: busy}
				    down: {path: /down, uri: "http://127.0.0.1:%3$d", retry: none}
				    stream: {path: /stream, uri: "%1$s"}
				    socket: {path: /socket, uri: "%1$s"}
				    quiet: {path: /quiet, uri: "%1$s", access-log: off}
				    both:
				      path: /both
				      aggregate:
				        parts:
				          one: {service: busy, path: /one}
				          two: {service: busy, path: /two}
				""".formatted(upstream.uri(), HASH, closedPort));
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@BeforeEach
	void attach() {
		this.lines = new AccessLogLines();
	}

	@AfterEach
	void detach() {
		this.lines.close();
	}

	private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		return switch (request.uri()) {
			case "/busy" -> (busy.incrementAndGet() == 1) ? response.status(503).send() : hello(response);
			case "/stream" -> response.sendString(Flux.just("first").concatWith(Flux.never()));
			case "/socket" -> response.sendWebsocket((in, out) -> out.sendString(in.receive().asString()));
			case "/one", "/two" -> response.header("Content-Type", "application/json").sendString(Mono.just("{}"));
			default -> hello(response);
		};
	}

	private static Publisher<Void> hello(HttpServerResponse response) {
		return response.header("Content-Length", "5").sendString(Mono.just("hello"));
	}

	@Test
	void successSaysWhereTheRequestWent() throws IOException {
		get("/open/a?page=2&token=hush-4711", "User-Agent: curl/8", "X-Partner: hush-4711");
		JsonNode line = line("open");
		assertThat(line.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
		assertThat(texts(line, "client", "method", "host", "path", "query", "protocol", "termination", "userAgent"))
			.containsExactly("127.0.0.1", "GET", "gateway.test", "/open/a", "page=2&token=******", "HTTP/1.1",
					"complete", "curl/8");
		assertThat(line.get("status").asInt()).isEqualTo(200);
		assertThat(line.get("instance").asString()).isEqualTo(upstream.uri());
		assertThat(line.get("attempts").asInt()).isEqualTo(1);
		assertThat(line.get("responseBytes").asInt()).isEqualTo(5);
		assertThat(line.at("/requestHeaders/x-partner").asString()).isEqualTo("******");
		assertThat(line.get("totalMs").asDouble()).isGreaterThanOrEqualTo(line.get("upstreamMs").asDouble());
		assertThat(line.get("upstreamMs").asDouble()).isPositive();
		assertThat(line.has("caller")).isFalse();
	}

	@Test
	void bodyOfARequestIsCounted() throws IOException {
		RawHttp.exchange(app.port(), "POST /open/post HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
				+ "Transfer-Encoding: chunked\r\n\r\n7\r\n1234567\r\n0\r\n\r\n");
		JsonNode line = line("open");
		assertThat(texts(line, "method", "path")).containsExactly("POST", "/open/post");
		assertThat(line.get("requestBytes").asInt()).isEqualTo(7);
	}

	@Test
	void headHasNoBytes() throws IOException {
		RawHttp.exchange(app.port(), "HEAD /open/head HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
		JsonNode line = line("open");
		assertThat(texts(line, "method", "termination")).containsExactly("HEAD", "complete");
		assertThat(line.get("responseBytes").asInt()).isZero();
	}

	@Test
	void callerIsNamedUnlessUnknown() throws IOException {
		get("/closed", "X-Partner: hush-4711-wrong");
		JsonNode refused = line("closed");
		assertThat(refused.get("status").asInt()).isEqualTo(401);
		assertThat(texts(refused, "termination", "side")).containsExactly("unauthorized", "gateway");
		assertThat(refused.has("caller")).isFalse();
		assertThat(refused.has("instance")).isFalse();
		assertThat(refused.get("attempts").asInt()).isZero();
		this.lines.take();
		get("/closed", "X-Partner: hush-4711-0123456789");
		JsonNode line = line("closed");
		assertThat(texts(line, "provider", "caller")).containsExactly("partners", "acme");
		assertThat(line.toString()).doesNotContain("hush");
	}

	@Test
	void attemptsAreCounted() throws IOException {
		get("/busy");
		JsonNode line = line("busy");
		assertThat(line.get("attempts").asInt()).isEqualTo(2);
		assertThat(line.get("status").asInt()).isEqualTo(200);
		assertThat(line.get("service").asString()).isEqualTo("busy");
	}

	@Test
	void serviceThatIsDownIsNamed() throws IOException {
		get("/down");
		JsonNode line = line("down");
		assertThat(line.get("status").asInt()).isEqualTo(502);
		assertThat(texts(line, "side", "termination", "instance")).containsExactly("upstream", "connect",
				"http://127.0.0.1:" + closedPort);
	}

	@Test
	void clientThatLeavesHasALine() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("first");
		}
		JsonNode line = line("stream");
		assertThat(texts(line, "side", "termination")).containsExactly("client", "client-cancel");
		assertThat(line.get("status").asInt()).isEqualTo(200);
		assertThat(line.get("responseBytes").asInt()).isEqualTo(5);
	}

	@Test
	void aggregateIsOneRequest() throws IOException {
		get("/both");
		JsonNode line = line("both");
		assertThat(line.get("status").asInt()).isEqualTo(200);
		assertThat(line.get("attempts").asInt()).isEqualTo(2);
		assertThat(this.lines.take()).hasSize(1);
	}

	@Test
	void webSocketHasALineWhenItIsOver() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client
				.send("GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
						+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
				.readUntil("\r\n\r\n");
			client.send("\u0081\u0082\0\0\0\0hi").readUntil("hi");
			assertThat(this.lines.take()).isEmpty();
			client.send("\u0088\u0080\0\0\0\0").readAll();
		}
		JsonNode line = line("socket");
		assertThat(line.get("status").asInt()).isEqualTo(101);
		assertThat(line.get("responseBytes").asInt()).isGreaterThanOrEqualTo(4);
	}

	@Test
	void quietRouteHasNoLine() throws IOException {
		assertThat(get("/quiet")).endsWith("hello");
		get("/open/after");
		line("open");
		assertThat(this.lines.take()).hasSize(1);
	}

	private JsonNode line(String route) {
		return JSON.readTree(this.lines.with("\"route\":\"" + route + "\""));
	}

	private static List<String> texts(JsonNode line, String... fields) {
		List<String> texts = new ArrayList<>();
		for (String field : fields) {
			texts.add(line.get(field).asString());
		}
		return texts;
	}

	private static String get(String path, String... headers) throws IOException {
		return RawHttp.get(app.port(), path, headers);
	}

}
