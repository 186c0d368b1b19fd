package io.embeddedgateway.observability.accesslog;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.UnroutedListener;
import io.embeddedgateway.UnroutedRequest.Reason;
import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;
import io.embeddedgateway.text.KebabCase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is logged and counted of requests that no route took, over real sockets.
 */
class UnroutedLinesTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static Upstream upstream;

	private static GatewayApp app;

	private final AccessLogLines lines = new AccessLogLines();

	private Map<Reason, Integer> before = Map.of();

	@BeforeAll
	static void start() {
		upstream = Upstream.named("orders");
		app = GatewayApp.start("""
				gateway:
				  access-log: {format: json, sample: 0%%}
				  auth:
				    partners: {api-key: {header: X-Partner, keys: {acme: "sha256:%2$s"}}}
				  defaults: {auth: none}
				  routes:
				    reset: {path: "/reset/{token}/{step}", uri: "%1$s", match: {methods: POST}}
				    elsewhere: {path: "/only/{secret}", uri: "%1$s", match: {hosts: other.test}}
				    chosen: {path: /chosen, uri: "%1$s", match: {query: {size: large}}}
				    closed: {path: /closed/data, uri: "%1$s", auth: required}
				    rest: {path: /closed/**, uri: "%1$s"}
				    guarded: {path: /own/guarded/**, local: true, access-log: all}
				""".formatted(upstream.uri(), "0".repeat(64)), Own.class, Faulty.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@BeforeEach
	void count() {
		this.before = counts();
	}

	@AfterEach
	void detach() {
		this.lines.close();
	}

	@Test
	void ambiguousRequest() throws IOException {
		assertThat(get("/reset/hush-4711/2?token=hush-4712", "Host: second.test")).startsWith("HTTP/1.1 400 ");
		JsonNode line = line();
		assertThat(texts(line, "client", "method", "path", "query", "protocol", "termination", "side"))
			.containsExactly("127.0.0.1", "GET", "/reset/******/2", "token=******", "HTTP/1.1", "ambiguous", "gateway");
		assertThat(line.get("status").asInt()).isEqualTo(400);
		assertThat(line.get("responseBytes").asInt()).isPositive();
		assertThat(line.get("totalMs").asDouble()).isPositive();
		assertThat(line.propertyNames()).doesNotContain("route", "service", "instance", "caller", "requestBytes");
		await().untilAsserted(() -> assertThat(counted()).isEqualTo(Map.of(Reason.AMBIGUOUS, 1)));
	}

	@Test
	void pathWithAnotherReadingThatIsGuardedInAnotherWay() throws IOException {
		assertThat(get("/closed/DATA")).startsWith("HTTP/1.1 400 ");
		assertThat(texts(line(), "path", "termination")).containsExactly("/closed/DATA", "ambiguous");
		await().untilAsserted(() -> assertThat(counted()).isEqualTo(Map.of(Reason.AMBIGUOUS, 1)));
	}

	@Test
	void whatTheServerRefusesNeverGetsHere() throws IOException {
		assertThat(get("/chosen?size=%zz")).startsWith("HTTP/1.1 400 ");
		assertThat(this.lines.take()).isEmpty();
		assertThat(counted()).isEmpty();
	}

	@Test
	void methodThatNoRouteAccepts() throws IOException {
		assertThat(get("/reset/hush-4711/2")).startsWith("HTTP/1.1 405 ");
		JsonNode line = line();
		assertThat(texts(line, "path", "termination")).containsExactly("/reset/******/2", "method-not-allowed");
		assertThat(line.get("status").asInt()).isEqualTo(405);
		await().untilAsserted(() -> assertThat(counted()).isEqualTo(Map.of(Reason.METHOD_NOT_ALLOWED, 1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/reset/hush%2D4711%3D/2/", "/reset//hush-4711%3d%3d/2", "/Reset/hush-4711=/2",
			"/reset/HUSH%C3%89-4711/2/", "/reset/hu%73h-4711/2", "/reset/hush-4711%2B/2", "/reset/hush-4711+/2/" })
	void secretIsHiddenHoweverItIsWritten(String path) throws IOException {
		get(path);
		JsonNode line = line();
		assertThat(line.get("path").asString()).contains("******").doesNotContainIgnoringCase("hush", "4711", "%73h");
	}

	@Test
	void headHasNoBytes() throws IOException {
		RawHttp.exchange(app.port(), "HEAD /reset/a/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
		assertThat(line().get("responseBytes").asInt()).isZero();
	}

	@Test
	void questionForMethodsIsNoFailureSoThatTheSampleDecides() throws IOException {
		assertThat(RawHttp.exchange(app.port(), "OPTIONS /reset/a/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 204 ");
		get("/nowhere");
		assertThat(texts(line(), "path")).containsExactly("/nowhere");
		await().untilAsserted(() -> assertThat(counted()).isEqualTo(Map.of(Reason.OPTIONS, 1, Reason.NOT_FOUND, 1)));
	}

	@Test
	void nothingThere() throws IOException {
		assertThat(get("/nowhere?token=hush-4711", "User-Agent: scanner/1")).startsWith("HTTP/1.1 404 ");
		JsonNode line = line();
		assertThat(texts(line, "path", "query", "termination", "side", "userAgent")).containsExactly("/nowhere",
				"token=******", "not-found", "gateway", "scanner/1");
		assertThat(line.get("status").asInt()).isEqualTo(404);
		assertThat(line.propertyNames()).doesNotContain("route", "responseBytes");
		await().untilAsserted(() -> assertThat(counted()).isEqualTo(Map.of(Reason.NOT_FOUND, 1)));
	}

	@Test
	void secretsThatCameToTheWrongPlaceAreSecretStill() throws IOException {
		get("/only/hush-4711");
		get("/Reset/hush-4711/2");
		get("/reset//hush-4711/2/");
		assertThat(this.lines.take()).hasSize(3).noneMatch((line) -> line.contains("hush"));
		await().untilAsserted(() -> assertThat(counted()).isEqualTo(Map.of(Reason.NOT_FOUND, 3)));
	}

	@Test
	void ownHandlersAreTheApplicationsOwn() throws IOException {
		assertThat(get("/own/hello")).endsWith("hello");
		assertThat(get("/own/gone")).startsWith("HTTP/1.1 404 ");
		assertThat(RawHttp.exchange(app.port(), "POST /own/hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 405 ");
		assertThat(this.lines.take()).isEmpty();
		assertThat(counted()).isEmpty();
	}

	@Test
	void localRouteThatGuardsNothingHasALineOfItsOwnAndNoOther() throws IOException {
		assertThat(get("/own/guarded/nothing")).startsWith("HTTP/1.1 404 ");
		assertThat(texts(line(), "route", "path")).containsExactly("guarded", "/own/guarded/nothing");
		assertThat(counted()).isEmpty();
	}

	@Test
	void requestOnARouteIsNotCounted() throws IOException {
		assertThat(get("/chosen?size=large")).startsWith("HTTP/1.1 200 ");
		assertThat(this.lines.take()).isEmpty();
		assertThat(counted()).isEmpty();
	}

	private JsonNode line() {
		JsonNode line = JSON.readTree(this.lines.with("\"path\":"));
		assertThat(this.lines.take()).hasSize(1);
		return line;
	}

	private static List<String> texts(JsonNode line, String... fields) {
		return Arrays.stream(fields).map((field) -> line.get(field).asString()).toList();
	}

	private static Map<Reason, Integer> counts() {
		MeterRegistry registry = app.context().getBean(MeterRegistry.class);
		return Arrays.stream(Reason.values())
			.collect(Collectors.toMap((reason) -> reason,
					(reason) -> (int) registry.get(GatewayMeter.UNROUTED.meterName())
						.tag("reason", KebabCase.of(reason))
						.counter()
						.count()));
	}

	// Those of this test alone; lines may be written before they are counted
	private Map<Reason, Integer> counted() {
		return counts().entrySet()
			.stream()
			.filter((count) -> !count.getValue().equals(this.before.get(count.getKey())))
			.collect(Collectors.toMap(Map.Entry::getKey,
					(count) -> count.getValue() - this.before.getOrDefault(count.getKey(), 0)));
	}

	private static String get(String path, String... headers) throws IOException {
		return RawHttp.get(app.port(), path, headers);
	}

	/**
	 * The application's own.
	 */
	@RestController
	static class Own {

		@GetMapping("/own/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/own/gone")
		String gone() {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}

	}

	/**
	 * Somebody who fails when told, before others are told.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Faulty {

		@Bean
		UnroutedListener faulty() {
			return (request) -> {
				throw new IllegalStateException("told of " + request);
			};
		}

	}

}
