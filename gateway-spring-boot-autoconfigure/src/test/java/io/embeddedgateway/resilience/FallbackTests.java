package io.embeddedgateway.resilience;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Others that answer instead of a service, over real sockets.
 */
class FallbackTests {

	private static RawUpstream gone;

	private static RawUpstream resetting;

	private static Upstream missing;

	private static Upstream spare;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		gone = RawUpstream.answering("");
		gone.close();
		resetting = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.read(5);
			connection.reset();
		});
		missing = Upstream.with((request, response) -> response.status(404).sendString(Mono.just("no")));
		spare = Upstream.with((request, response) -> response
			.header("Content-Length", request.requestHeaders().get("Content-Length", "0"))
			.header("X-Path", request.uri())
			.header("X-Spare", request.requestHeaders().get("X-Spare", ""))
			.send(request.receive().retain()));
		app = GatewayApp.start("""
				gateway:
				  routes:
				    gone: {path: "/gone/{id}", uri: "%1$s", fallback: spare, transform: {request: {path: "/v1/{id}"}}}
				    resetting: {path: /resetting, uri: "%2$s", fallback: spare}
				    missing: {path: /missing, uri: "%3$s", fallback: {route: spare, statuses: 404}}
				    found: {path: /found, uri: "%3$s", fallback: spare}
				    spare: {path: /spare, uri: "%4$s", transform: {request: {set-headers: {X-Spare: "yes"}}}}
				    fixed:
				      path: /fixed/{id}
				      uri: "%1$s"
				      fallback:
				        respond: {status: 503, body: later, headers: {X-Order: "{id}", Retry-After: "10"}}
				    first: {path: /first, uri: "%1$s", fallback: second}
				    second: {path: /second, uri: "%1$s", fallback: spare}
				    vain: {path: /vain, uri: "%1$s", fallback: alsogone}
				    alsogone: {path: /alsogone, uri: "%1$s"}
				""".formatted(gone.uri(), resetting.uri(), missing.uri(), spare.uri()));
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		resetting.close();
		missing.close();
		spare.close();
	}

	@Test
	void anotherRouteAnswersWithItsOwnFilters() throws IOException {
		assertThat(RawHttp.get(app.port(), "/gone/7")).startsWith("HTTP/1.1 200 ")
			.contains("X-Path: /v1/7\r\n", "X-Spare: yes\r\n");
	}

	@Test
	void bodyThatWasReadInPartIsReadAgain() throws IOException {
		assertThat(post("/resetting", "hello")).startsWith("HTTP/1.1 200 ").endsWith("hello");
	}

	@Test
	void bodyThatIsTooLongIsNotReadAgain() throws IOException {
		assertThat(post("/resetting", "0123456789".repeat(20_000))).startsWith("HTTP/1.1 502 ");
	}

	@Test
	void statusCountsAsFailureByChoiceOnly() throws IOException {
		assertThat(RawHttp.get(app.port(), "/missing")).startsWith("HTTP/1.1 200 ").contains("X-Spare: yes");
		assertThat(RawHttp.get(app.port(), "/found")).startsWith("HTTP/1.1 404 ").contains("no");
	}

	@Test
	void answerIsGiven() throws IOException {
		assertThat(RawHttp.get(app.port(), "/fixed/7")).startsWith("HTTP/1.1 503 ")
			.contains("X-Order: 7\r\n", "Retry-After: 10\r\n")
			.endsWith("later");
	}

	@Test
	void fallbackCanHaveAFallback() throws IOException {
		assertThat(RawHttp.get(app.port(), "/first")).startsWith("HTTP/1.1 200 ").contains("X-Spare: yes");
	}

	@Test
	void failureOfTheFallbackIsTheAnswer() throws IOException {
		assertThat(RawHttp.get(app.port(), "/vain")).startsWith("HTTP/1.1 502 ");
	}

	private static String post(String path, String body) throws IOException {
		return RawHttp.exchange(app.port(), "POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
				+ "Content-Length: " + body.length() + "\r\n\r\n" + body);
	}

}
