package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fields behind a body, both ways.
 */
class TrailerTests {

	private static final String FORBIDDEN = "Content-Length: 1\r\nTransfer-Encoding: chunked\r\nHost: evil\r\n"
			+ "Set-Cookie: evil=1\r\nAuthorization: evil\r\nX-Forwarded-For: evil\r\nForwarded: for=evil\r\n"
			+ "Connection: evil\r\nTrailer: evil\r\nCookie: evil\r\nContent-Type: evil\r\nContent-Encoding: evil\r\n"
			+ "Cache-Control: evil\r\nTE: evil\r\nUpgrade: evil\r\nIf-Match: evil\r\nRange: evil\r\nLocation: evil\r\n"
			+ "Proxy-Authorization: evil\r\nKeep-Alive: evil\r\nAge: evil\r\nExpect: evil\r\nVia: evil\r\n"
			+ "If-None-Match: evil\r\nAccess-Control-Allow-Origin: evil\r\nX-Real-IP: evil\r\nOrigin: evil\r\n";

	private static final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			String request = connection.readUntil("\r\n\r\n");
			if (request.toLowerCase().contains("transfer-encoding: chunked")) {
				request += connection.readUntil("0\r\n");
				String line = connection.readUntil("\r\n");
				while (!line.equals("\r\n")) {
					request += line;
					line = connection.readUntil("\r\n");
				}
			}
			received.add(request);
			String target = request.split(" ", 3)[1];
			connection.send(switch (target) {
				case "/length" -> "HTTP/1.1 200 OK\r\nTrailer: X-T\r\nContent-Length: 4\r\n\r\nbody";
				case "/forbidden" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-T: t\r\n"
						+ FORBIDDEN + "x-t: T\r\n\r\n";
				default -> "HTTP/1.1 200 OK\r\nTrailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n"
						+ "0\r\nX-T: t\r\nX-Empty:\r\n\r\n";
			});
		});
		app = GatewayApp.start("""
				gateway:
				  routes:
				    plain: {path: /plain, uri: "%1$s"}
				    length: {path: /length, uri: "%1$s"}
				    forbidden: {path: /forbidden, uri: "%1$s"}
				    changed: {path: /changed, uri: "%1$s", filters: changing}
				    removed: {path: /removed, uri: "%1$s", filters: removing}
				    added: {path: /length/added, uri: "%1$s", filters: changing}
				""".formatted(upstream.uri()), Filters.class);
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
	}

	@BeforeEach
	void forget() {
		received.clear();
	}

	@Test
	void trailersGoUp() throws Exception {
		post("/plain", "Trailer: X-Sum\r\n", "X-Sum: 1\r\nX-Sum: 2\r\nX-Empty:\r\n");
		assertThat(next()).contains("Trailer: X-Sum\r\n").endsWith("0\r\nX-Sum: 1\r\nX-Sum: 2\r\nX-Empty: \r\n");
	}

	@Test
	void trailersOfOneRequestAreNotThoseOfTheNext() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(request("POST /plain", "", "X-Sum: 1\r\n")).readUntil("X-Empty: \r\n\r\n");
			client.send(request("POST /plain", "", "")).readUntil("X-Empty: \r\n\r\n");
		}
		assertThat(next()).endsWith("0\r\nX-Sum: 1\r\n");
		assertThat(next()).endsWith("0\r\n");
	}

	@Test
	void fieldsThatMeanSomethingElseThereDoNotGoUp() throws Exception {
		post("/plain", "", "X-Sum: 1\r\n" + FORBIDDEN);
		assertThat(next()).endsWith("0\r\nX-Sum: 1\r\n").doesNotContain("evil");
	}

	@Test
	void fieldsThatMeanSomethingElseThereDoNotComeDown() throws Exception {
		String response = RawHttp.get(app.port(), "/forbidden");
		assertThat(response).endsWith("\r\n0\r\nX-T: t\r\nX-T: T\r\n\r\n").doesNotContain("evil");
		next();
	}

	@Test
	void trailersComeDown() throws Exception {
		assertThat(RawHttp.get(app.port(), "/plain")).contains("Trailer: X-T\r\n")
			.endsWith("4\r\nbody\r\n0\r\nX-T: t\r\nX-Empty: \r\n\r\n");
		next();
	}

	@Test
	void trailersOfOneResponseAreNotThoseOfTheNext() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("X-Empty: \r\n\r\n");
			client.send("GET /length HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(client.readAll()).startsWith("HTTP/1.1 200 ").doesNotContain("X-T").endsWith("\r\n\r\nbody");
		}
		next();
		next();
	}

	@Test
	void nothingFollowsABodyOfKnownLength() throws Exception {
		assertThat(RawHttp.get(app.port(), "/length")).doesNotContain("X-T").endsWith("\r\n\r\nbody");
		next();
	}

	@Test
	void clientOfHttp10GetsNoTrailers() throws Exception {
		assertThat(RawHttp.exchange(app.port(), "GET /plain HTTP/1.0\r\nHost: a\r\n\r\n")).doesNotContain("X-T")
			.endsWith("\r\n\r\nbody");
		next();
	}

	@Test
	void filterChangesTrailersBothWays() throws Exception {
		String response = post("/changed", "", "X-Sum: 1\r\n");
		assertThat(next()).endsWith("0\r\nX-Sum: 1\r\nX-Added: up\r\n");
		assertThat(response).endsWith("0\r\nX-T: t\r\nX-Empty: \r\nX-Added: down\r\n\r\n");
	}

	@Test
	void filterRemovesTrailersBothWays() throws Exception {
		String response = post("/removed", "", "X-Sum: 1\r\n");
		assertThat(next()).endsWith("0\r\n");
		assertThat(response).endsWith("4\r\nbody\r\n0\r\n\r\n");
	}

	@Test
	void trailersAreAskedForOnlyIfTheClientDoes() throws Exception {
		RawHttp.get(app.port(), "/length", "TE: gzip, trailers");
		assertThat(next()).containsIgnoringCase("\r\nTE: trailers\r\n").containsIgnoringCase("\r\nConnection: TE\r\n");
		RawHttp.get(app.port(), "/length", "TE: gzip");
		assertThat(next()).doesNotContainIgnoringCase("TE:").doesNotContainIgnoringCase("Connection:");
		RawHttp.get(app.port(), "/length");
		assertThat(next()).doesNotContainIgnoringCase("\nTE:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bad trailer", "X A: b", "X-A: b\u0000c", ": b" })
	void malformedTrailerBreaksTheRequestOff(String trailer) throws IOException {
		assertThat(post("/plain", "", trailer + "\r\n")).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
		assertThat(received).isEmpty();
	}

	@Test
	void trailersThatNeverEndBreakTheRequestOff() throws IOException {
		assertThat(post("/plain", "", ("X-" + "a".repeat(100) + ": b\r\n").repeat(1000)))
			.matches("(?s)HTTP/1.1 4(00|31) .*|");
		assertThat(received).isEmpty();
	}

	private static String post(String path, String headers, String trailers) throws IOException {
		return RawHttp.exchange(app.port(), request("POST " + path, "Connection: close\r\n" + headers, trailers));
	}

	private static String request(String line, String headers, String trailers) {
		return line + " HTTP/1.1\r\nHost: gateway.test\r\n" + headers
				+ "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n" + trailers + "\r\n";
	}

	private static String next() throws InterruptedException {
		String next = received.poll(10, TimeUnit.SECONDS);
		assertThat(next).as("what the upstream saw").isNotNull();
		return String.valueOf(next);
	}

	/**
	 * Filters of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Filters {

		@Bean
		GatewayFilter changing() {
			return (exchange, chain) -> chain
				.filter(exchange
					.withRequest(exchange.request().withTrailers(with(exchange.request().trailers(), "up"))))
				.map((response) -> response.withTrailers(with(response.trailers(), "down")));
		}

		@Bean
		GatewayFilter removing() {
			return (exchange, chain) -> chain
				.filter(exchange.withRequest(exchange.request().withTrailers(Mono.empty())))
				.map((response) -> response.withTrailers(Mono.empty()));
		}

		private static Mono<HttpHeaders> with(Mono<HttpHeaders> trailers, String value) {
			return trailers.defaultIfEmpty(new HttpHeaders()).map((fields) -> {
				HttpHeaders changed = new HttpHeaders();
				changed.addAll(fields);
				changed.add("X-Added", value);
				return changed;
			});
		}

	}

}
