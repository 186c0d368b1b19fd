package io.embeddedgateway.resilience;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that take too long, over real sockets.
 */
class RequestTimeoutTests {

	private static final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			String request = connection.readUntil("\r\n\r\n");
			if (request.startsWith("GET /body")) {
				connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
			}
			else if (request.startsWith("GET /events")) {
				connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
				await().pollDelay(1500, TimeUnit.MILLISECONDS).until(() -> true);
				connection.send("data: 2\n\n");
				return;
			}
			closed.add(connection.readAll());
		});
		app = GatewayApp.start("""
				gateway:
				  defaults: {timeout: 500ms}
				  routes:
				    never: {path: /never, uri: "%1$s"}
				    body: {path: /body, uri: "%1$s"}
				    events: {path: /events, uri: "%1$s"}
				    own: {path: /own, local: true}
				""".formatted(upstream.uri()), Own.class);
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
	}

	@Test
	void responseThatDoesNotComeIsA504() throws Exception {
		assertThat(RawHttp.get(app.port(), "/never")).startsWith("HTTP/1.1 504 ")
			.contains("application/problem+json")
			.contains("The answer took too long.");
		assertThat(closed.poll(10, TimeUnit.SECONDS)).isEmpty();
	}

	@Test
	void responseUnderWayBreaksOff() throws Exception {
		assertThat(RawHttp.get(app.port(), "/body")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nhello");
		assertThat(closed.poll(10, TimeUnit.SECONDS)).isEmpty();
	}

	@Test
	void streamGoesOn() throws IOException {
		assertThat(RawHttp.get(app.port(), "/events")).startsWith("HTTP/1.1 200 ")
			.contains("data: 1\n\n", "data: 2\n\n");
	}

	@Test
	void uploadThatStandsStillIsA504() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("POST /never HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
			assertThat(http.readUntil("too long.")).startsWith("HTTP/1.1 504 ");
		}
	}

	@Test
	void ownHandlerIsBoundedAsWell() throws IOException {
		assertThat(RawHttp.get(app.port(), "/own")).startsWith("HTTP/1.1 504 ").contains("The answer took too long.");
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		RouterFunction<ServerResponse> own() {
			return RouterFunctions.route()
				.GET("/own", (request) -> Mono.delay(Duration.ofMinutes(1)).then(ServerResponse.ok().build()))
				.build();
		}

	}

}
