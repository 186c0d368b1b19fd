package io.embeddedgateway.forward;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in flight on two connections that do not keep step: answers before the end of
 * the request, requests before the answer, and bytes that nobody asked for.
 */
class EarlyAnswerTests {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";

	private static final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> more = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			while (true) {
				String head = connection.readUntil("\r\n\r\n");
				received.add(head);
				String target = head.split(" ", 3)[1];
				connection.send(target.startsWith("/n/") ? OK.replace("good", target.substring(3)) : OK);
				if (target.equals("/late")) {
					connection.send(await(more));
				}
				if (!target.startsWith("/n/") && !target.startsWith("/next")) {
					received.add("then:" + connection.readAll());
					return;
				}
			}
		});
		app = GatewayApp.start("""
				gateway:
				  server: {body-period: 1s}
				  services:
				    lasting: {instances: "%1$s", max-lifetime: 100ms}
				  routes:
				    all: {path: /**, uri: "%1$s"}
				    longer: {path: /longer, uri: "%1$s", filters: longer}
				    shorter: {path: /shorter, uri: "%1$s", filters: shorter}
				    response: {path: /next/longer, uri: "%1$s", filters: longerResponse}
				    cut: {path: /next/shorter, uri: "%1$s", filters: shorterResponse}
				    lasting: {path: /n/last, service: lasting}
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

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 50", "Transfer-Encoding: chunked" })
	void answerBeforeTheEndOfTheUploadIsPassedOnAndNeitherConnectionUsedAgain(String framing) throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("POST /early HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n5\r\nhello\r\n");
			assertThat(client.readUntil("good")).startsWith("HTTP/1.1 200 ");
			next();
			assertThat(next()).startsWith("then:").doesNotContain("\r\n0\r\n").doesNotContain("GET");
			// What comes now belongs to the body, whatever it looks like
			client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readAll()).doesNotContain("good");
		}
		assertThat(received).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { OK, "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n", "H",
			"HTTP/1.1 408 Request Timeout\r\n\r\n" })
	void nothingSaidBetweenRequestsIsAnAnswer(String text) throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
			client.readUntil("good");
			next();
			more.add(text);
			// Closed at once, not when it is needed next
			assertThat(next()).isEqualTo("then:");
			client.send("GET /n/1234 HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readUntil("1234")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			StringBuilder requests = new StringBuilder();
			for (int i = 1000; i < 1008; i++) {
				requests.append("GET /n/").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
			}
			client.send(requests.toString());
			for (int i = 1000; i < 1008; i++) {
				assertThat(client.readUntil("\r\n\r\n" + i)).containsOnlyOnce("HTTP/1.1 200 ");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/longer", "/shorter" })
	void bodyThatAFilterMadeAnotherLengthIsBrokenOff(String path) throws Exception {
		String response = RawHttp.exchange(app.port(),
				"POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhellohello");
		assertThat(response).startsWith("HTTP/1.1 4").containsOnlyOnce("HTTP/1.1");
		RawHttp.get(app.port(), "/n/1234");
		// Most often it was broken off before anything was sent
		assertThat(received).doesNotContain("then:hellohello").noneMatch((text) -> text.contains("evil"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/next/longer", "/next/shorter" })
	void responseThatAFilterMadeAnotherLengthIsTheLast(String path) throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\nGET /n/1234 HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readAll()).doesNotContain("X-Evil").doesNotContain("1234");
		}
	}

	@Test
	void oldConnectionIsReplaced() throws Exception {
		int before = upstream.connections();
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /n/last HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("last");
			Awaitility.await().pollDelay(150, TimeUnit.MILLISECONDS).until(() -> true);
			client.send("GET /n/last HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("last");
		}
		assertThat(upstream.connections()).isEqualTo(before + 2);
	}

	private static String await(BlockingQueue<String> queue) {
		try {
			return String.valueOf(queue.poll(10, TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "";
		}
	}

	private static String next() {
		String next = await(received);
		assertThat(next).as("what the upstream saw").isNotEqualTo("null");
		return next;
	}

	/**
	 * Filters that change bodies without a thought of their length.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Filters {

		@Bean
		GatewayFilter longer() {
			return (exchange, chain) -> chain.filter(exchange
				.withRequest(exchange.request().withBody(exchange.request().body().concatWith(text("evil")))));
		}

		@Bean
		GatewayFilter shorter() {
			return (exchange,
					chain) -> chain.filter(exchange.withRequest(exchange.request()
						.withBody(text("hello")
							.delaySubscription(exchange.request().body().doOnNext(DataBufferUtils::release).then()))));
		}

		@Bean
		GatewayFilter longerResponse() {
			return (exchange, chain) -> chain.filter(exchange)
				.map((response) -> response
					.withBody((body) -> body.concatWith(text("HTTP/1.1 200 OK\r\nX-Evil: 1\r\n\r\n"))));
		}

		@Bean
		GatewayFilter shorterResponse() {
			return (exchange, chain) -> chain.filter(exchange)
				.map((response) -> response
					.withBody((body) -> body.doOnNext(DataBufferUtils::release).thenMany(text("hi"))));
		}

		private static Flux<DataBuffer> text(String text) {
			return Flux.defer(() -> Flux
				.just(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
		}

	}

}
