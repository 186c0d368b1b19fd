package io.embeddedgateway.server;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that take their time over HTTP/1.1, on real sockets. Each time another client
 * is served on.
 */
class SlowClientTests {

	private static final BlockingQueue<String> uploads = new LinkedBlockingQueue<>();

	private static Upstream upstream;

	private static RawUpstream reading;

	private static RawUpstream holding;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = Upstream.with((request, response) -> response.sendString(request.receive().aggregate().asString()));
		reading = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			uploads.add(connection.readAll());
		});
		holding = RawUpstream.with((connection) -> connection.readUntil("never"));
		app = GatewayApp.start("""
				server: {http2: {enabled: true}}
				gateway:
				  server: {header-timeout: 500ms, min-body-rate: 100B, body-period: 1s, max-pipelined: 10}
				  routes:
				    echo: {path: /echo, uri: "%s"}
				    reading: {path: /reading, uri: "%s"}
				    holding: {path: /holding, uri: "%s"}
				    small: {path: /small, uri: "%1$s", max-request-body: 10B}
				    own: {path: /hello, respond: hello}
				""".formatted(upstream.uri(), reading.uri(), holding.uri()));
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
		reading.close();
		holding.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "G", "GET /hello HTTP/1.1\r\nHost: a\r\n", "PRI * HTT" })
	void requestWhoseHeadersDoNotEndGets408(String start) throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send(start);
			othersAreServed();
			assertThat(http.readAll()).startsWith("HTTP/1.1 408 ")
				.contains("Connection: close")
				.endsWith("{\"title\":\"Request Timeout\",\"status\":408}");
		}
	}

	@Test
	void headersThatDripGet408() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("GET /hello HTTP/1.1\r\nHost: a\r\nX-A: ");
			Thread drip = new Thread(() -> drip(http, "a"));
			drip.start();
			assertThat(http.readAll()).startsWith("HTTP/1.1 408 ");
			drip.interrupt();
		}
	}

	@Test
	void timeBetweenTwoRequestsIsNotLimitedByThat() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			for (int i = 0; i < 2; i++) {
				http.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
				assertThat(http.readUntil("hello")).startsWith("HTTP/1.1 200 ");
				await().pollDelay(800, TimeUnit.MILLISECONDS).until(() -> true);
			}
			http.send("GET /hello HTTP/1.1\r\n");
			assertThat(http.readAll()).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void uploadThatDripsIsCutOff() throws Exception {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("POST /reading HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			Thread drip = new Thread(() -> drip(http, "1\r\na\r\n"));
			drip.start();
			othersAreServed();
			assertThat(http.readAll()).startsWith("HTTP/1.1 408 ").containsOnlyOnce("HTTP/1.1 ");
			drip.interrupt();
			assertThat(uploads.poll(10, TimeUnit.SECONDS)).startsWith("5\r\nhello\r\n").doesNotContain("0\r\n\r\n");
		}
	}

	@Test
	void uploadThatKeepsItsPacePasses() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 400\r\n\r\n");
			for (int i = 0; i < 8; i++) {
				await().pollDelay(300, TimeUnit.MILLISECONDS).until(() -> true);
				http.send("a".repeat(50));
			}
			assertThat(http.readUntil("a".repeat(400))).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void clientMayWaitUntilItIsAskedForItsBody() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
			http.send("hello");
			assertThat(http.readUntil("hello")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void requestsThatAreSentAheadAreAnsweredInOrder() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			StringBuilder ahead = new StringBuilder();
			for (int i = 0; i < 10; i++) {
				ahead.append("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nbody-").append(i);
			}
			http.send(ahead.toString());
			for (int i = 0; i < 10; i++) {
				assertThat(http.readUntil("body-" + i)).startsWith((i == 0) ? "HTTP/1.1 200 " : "")
					.doesNotContain(" 4");
			}
			http.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
			http.readUntil("hello");
		}
	}

	@Test
	void tooManyRequestsAheadCloseTheConnection() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("POST /holding HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
					+ "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10));
			othersAreServed();
			assertThat(http.readAll()).isEmpty();
		}
	}

	@Test
	void whatIsSentAheadIsNotCollected() throws Exception {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("POST /holding HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
					+ "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
			BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();
			Thread sender = new Thread(() -> send(http, 100, sent));
			sender.start();
			assertThat(sent.poll(2, TimeUnit.SECONDS)).isNull();
			http.reset();
			assertThat(sent.poll(10, TimeUnit.SECONDS)).isLessThan(50);
		}
	}

	@Test
	void answerReachesAClientThatIsStillSending() throws Exception {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
			BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();
			send(http, 3, sent);
			assertThat(http.readAll()).startsWith("HTTP/1.1 413 ").contains("problem+json").endsWith("}");
		}
	}

	private static void othersAreServed() throws IOException {
		assertThat(RawHttp.get(app.port(), "/hello")).startsWith("HTTP/1.1 200 ").endsWith("hello");
	}

	private static void drip(RawHttp http, String drop) {
		try {
			for (int i = 0; i < 200; i++) {
				await().pollDelay(100, TimeUnit.MILLISECONDS).until(() -> true);
				http.send(drop);
			}
		}
		catch (IOException | RuntimeException ex) {
			// Cut off, or the test is over
		}
	}

	private static void send(RawHttp http, int megabytes, BlockingQueue<Integer> sent) {
		int done = 0;
		try {
			for (; done < megabytes; done++) {
				http.send(new byte[1_000_000]);
			}
		}
		catch (IOException ex) {
			// Cut off
		}
		sent.add(done);
	}

}
