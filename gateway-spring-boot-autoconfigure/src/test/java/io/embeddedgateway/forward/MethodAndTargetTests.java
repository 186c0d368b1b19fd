package io.embeddedgateway.forward;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods, bodies, and targets byte for byte.
 */
class MethodAndTargetTests {

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> {
			if (request.uri().startsWith("/r/status/")) {
				response.status(Integer.parseInt(request.uri().substring("/r/status/".length())));
				return response.header("ETag", "\"1\"").send();
			}
			if (request.uri().equals("/r/length")) {
				return response.header("Content-Length", "5").sendString(Mono.just("hello"));
			}
			if (request.uri().equals("/r/empty")) {
				return response.send();
			}
			return response.header("X-Method", request.method().name()).send(request.receive().retain());
		});
		app = GatewayApp.start("""
				gateway:
				  routes:
				    all: {path: /r/**, uri: "%s"}
				    limited: {path: /limited, uri: "%s", match: {methods: "GET, PUT"}}
				""".formatted(upstream.uri(), upstream.uri()));
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@BeforeEach
	void forget() {
		upstream.received().clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY", "M-SEARCH" })
	void methodTakesABodyUpAndDown(String method) throws IOException {
		String length = exchange(method, "/r/a", "Content-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello");
		assertThat(length).startsWith("HTTP/1.1 200 ").contains("X-Method: " + method + "\r\n").contains("hello");
		assertThat(upstream.last().header("Content-Length")).containsExactly("5");
		assertThat(upstream.last().header("Transfer-Encoding")).isEmpty();
		String chunked = exchange(method, "/r/a",
				"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nX-T: 1\r\n\r\n");
		assertThat(chunked).startsWith("HTTP/1.1 200 ").containsPattern("hello|hel\r\n2\r\nlo");
		assertThat(upstream.last().header("Content-Length")).isEmpty();
		assertThat(upstream.last().header("Transfer-Encoding")).containsExactly("chunked");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "DELETE", "OPTIONS", "PROPFIND" })
	void methodGoesWithoutABody(String method) throws IOException {
		assertThat(exchange(method, "/r/a", "\r\n")).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().header("Transfer-Encoding")).isEmpty();
		assertThat(exchange(method, "/r/a", "Content-Length: 0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().header("Transfer-Encoding")).isEmpty();
		assertThat(upstream.last().header("Content-Length")).containsExactly("0");
		assertThat(exchange(method, "/r/a", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.received()).hasSize(3);
	}

	@Test
	void headHasTheHeadersOfGetAndNoBody() throws IOException {
		assertThat(exchange("GET", "/r/length", "\r\n")).containsIgnoringCase("Content-Length: 5\r\n")
			.endsWith("\r\n\r\nhello");
		assertThat(exchange("HEAD", "/r/length", "\r\n")).startsWith("HTTP/1.1 200 ")
			.containsIgnoringCase("Content-Length: 5\r\n")
			.endsWith("\r\n\r\n");
		assertThat(upstream.last().method()).isEqualTo("HEAD");
	}

	@Test
	void emptyBodyIsEmpty() throws IOException {
		assertThat(exchange("GET", "/r/empty", "\r\n")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304 })
	void statusWithoutABodyHasNone(int status) throws IOException {
		String response = exchange("GET", "/r/status/" + status, "\r\n");
		assertThat(response).startsWith("HTTP/1.1 " + status + " ")
			.contains("ETag: \"1\"")
			.doesNotContainIgnoringCase("Transfer-Encoding")
			.doesNotContainIgnoringCase("Content-Length")
			.endsWith("\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 206, 301, 401, 404, 418, 429, 500, 503, 599, 299 })
	void statusComesDownAsItIs(int status) throws IOException {
		assertThat(exchange("GET", "/r/status/" + status, "\r\n")).startsWith("HTTP/1.1 " + status + " ")
			.doesNotContain("problem+json");
	}

	@ParameterizedTest
	@CsvSource({ "GET, 200", "HEAD, 200", "PUT, 200", "POST, 405", "DELETE, 405", "PROPFIND, 405", "OPTIONS, 204" })
	void methodThatTheRouteDoesNotTakeIsNotAllowed(String method, int status) throws IOException {
		String response = exchange(method, "/limited", "\r\n");
		assertThat(response).startsWith("HTTP/1.1 " + status + " ");
		if (status != 200) {
			assertThat(response).contains("Allow: GET, HEAD, OPTIONS, PUT\r\n");
			assertThat(upstream.received()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/r/a%20b", "/r/caf%C3%A9", "/r/caf%c3%a9", "/r/a+b", "/r//b", "/r/b//", "/r/", "/r/~a",
			"/r/%7Ea", "/r/a?", "/r/a?a=%2F&b=c%20d&&x", "/r/a?a=1&a=2", "/r/a?q=%22x%22", "/r/a?/?/", "/r/%41",
			"/r/a:b@c", "/r/a!$&'()*,=", "/r/a?%", "/r/%E2%82%AC", "/r/a%3Fb", "/r/a%23b", "/r/...", "/r/.well-known",
			"/r/a..b", "/r/a?x=..%2f..", "/r/a?x=a;b", "/r/a?x=[1]", "/r" })
	void targetGoesUpByteForByte(String target) throws IOException {
		boolean valid = !target.endsWith("?%");
		assertThat(exchange("GET", target, "\r\n")).startsWith(valid ? "HTTP/1.1 200 " : "HTTP/1.1 400 ");
		if (valid) {
			assertThat(upstream.last().uri()).isEqualTo(target);
		}
	}

	@Test
	void absoluteTargetIsTakenApart() throws IOException {
		assertThat(exchange("GET", "http://gateway.test/r/a?b=c", "\r\n")).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().uri()).isEqualTo("/r/a?b=c");
		assertThat(upstream.last().header("X-Forwarded-Host")).containsExactly("gateway.test");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.test/r/a", "https://u:p@evil.test:1/r/a", "http://gateway.test:1/r/a" })
	void absoluteTargetThatNamesAnotherHostIsRefused(String target) throws IOException {
		assertThat(exchange("GET", target, "\r\n")).startsWith("HTTP/1.1 400 ")
			.contains("does not name exactly one host");
	}

	@Test
	void http10ClientGetsAnAnswerThatItUnderstands() throws IOException {
		String response = RawHttp.exchange(app.port(), "GET /r/a HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
		assertThat(response).matches("(?s)HTTP/1.[01] 200 .*")
			.doesNotContainIgnoringCase("chunked")
			.endsWith("\r\n\r\nhello");
	}

	@Test
	void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("POST /r/1 HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 3\r\n\r\none"
					+ "POST /r/2 HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 3\r\n\r\ntwo");
			assertThat(http.readUntil("two")).containsSubsequence("HTTP/1.1 200 ", "one", "HTTP/1.1 200 ", "two");
		}
		assertThat(upstream.received()).extracting(Upstream.Received::uri).containsExactly("/r/1", "/r/2");
	}

	private static String exchange(String method, String target, String rest) throws IOException {
		return RawHttp.exchange(app.port(),
				method + " " + target + " HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\n" + rest);
	}

}
