package io.embeddedgateway.limits;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uploads over real sockets.
 */
class BodyLimitTests {

	private static final AtomicInteger complete = new AtomicInteger();

	private static final AtomicInteger brokenOff = new AtomicInteger();

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> request.receive()
			.aggregate()
			.asString()
			.defaultIfEmpty("")
			.doOnNext((body) -> complete.incrementAndGet())
			.doOnError((error) -> brokenOff.incrementAndGet())
			.flatMapMany((body) -> response.sendString(Mono.just("got " + body))));
		app = GatewayApp.start("""
				gateway:
				  defaults: {max-request-body: 1KB}
				  routes:
				    upload: {path: /upload, uri: "%1$s", max-request-body: 10B}
				    larger: {path: /larger, uri: "%1$s"}
				    own: {path: /own, local: true, max-request-body: 10B}
				""".formatted(upstream.uri()), Own.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@BeforeEach
	void forget() {
		upstream.received().clear();
		complete.set(0);
		brokenOff.set(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/upload", "/own" })
	void bodyOfExactlyTheLimitPasses(String path) throws IOException {
		assertThat(RawHttp.exchange(app.port(), post(path, "Content-Length: 10\r\n\r\n0123456789")))
			.startsWith("HTTP/1.1 200 ")
			.endsWith("got 0123456789");
		assertThat(RawHttp.exchange(app.port(),
				post(path, "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n")))
			.startsWith("HTTP/1.1 200 ")
			.contains("got 0123456789");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/upload", "/own" })
	void announcedBodyIsRefusedBeforeItIsSent(String path) throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			assertThat(http.send(request(path, "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n")).readAll())
				.startsWith("HTTP/1.1 413 ")
				.contains("application/problem+json")
				.contains("onnection: close")
				.contains("The body of the request is too large.");
		}
		assertThat(upstream.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/upload", "/own" })
	void chunkedBodyIsCountedAndBrokenOff(String path) throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send(request(path, "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n6\r\n56789!\r\n"));
			assertThat(http.readAll()).startsWith("HTTP/1.1 413 ")
				.contains("onnection: close")
				.containsOnlyOnce("HTTP/1.1 ");
		}
		assertThat(complete).hasValue(0);
		Awaitility.await().untilAsserted(() -> assertThat(brokenOff).hasValue(upstream.received().size()));
	}

	@Test
	void limitOfTheDefaultsHoldsWhereTheRouteHasNone() throws IOException {
		assertThat(RawHttp.exchange(app.port(), post("/larger", "Content-Length: 1024\r\n\r\n" + "a".repeat(1024))))
			.startsWith("HTTP/1.1 200 ");
		assertThat(RawHttp.exchange(app.port(), request("/larger", "Content-Length: 1025\r\n\r\n")))
			.startsWith("HTTP/1.1 413 ");
	}

	@Test
	void requestWithoutABodyPasses() throws IOException {
		assertThat(RawHttp.get(app.port(), "/upload")).startsWith("HTTP/1.1 200 ");
	}

	private static String post(String path, String rest) {
		return request(path, "Connection: close\r\n" + rest);
	}

	private static String request(String path, String rest) {
		return "POST " + path + " HTTP/1.1\r\nHost: gateway.test\r\n" + rest;
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		RouterFunction<ServerResponse> own() {
			return RouterFunctions.route()
				.POST("/own",
						(request) -> request.bodyToMono(String.class)
							.flatMap((body) -> ServerResponse.ok().bodyValue("got " + body)))
				.build();
		}

	}

}
