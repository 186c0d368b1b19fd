package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Interim responses, and {@code Expect: 100-continue} (RFC 9110 §10.1.1), end to end.
 */
class InterimTests {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";

	private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

	private static final Map<String, String> INTERIM = Map.of("/hostile", HINTS.repeat(200), "/many", HINTS.repeat(32),
			"/headers",
			"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
					+ "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nUpgrade: h2c\r\nTrailer: X-T\r\n\r\n",
			"/split", "HTTP/1.1 103 Early Hints\r\nX-A: b\rX-Evil: 1\r\n\r\n", "/unknown",
			"HTTP/1.1 199 Odd\r\nX-A: b\r\n\r\n", "/continue", "HTTP/1.1 100 Continue\r\n\r\n", "/switch",
			"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n");

	private static final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static RawUpstream expecting;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			while (true) {
				String target = connection.readUntil("\r\n\r\n").split(" ", 3)[1];
				connection.send(INTERIM.getOrDefault(target, "") + OK);
			}
		});
		expecting = RawUpstream.with(InterimTests::expect);
		app = GatewayApp.start("""
				gateway:
				  defaults: {retry: none}
				  routes:
				    all: {path: /**, uri: "%s"}
				    expecting: {path: /e/**, uri: "%s"}
				""".formatted(upstream.uri(), expecting.uri()));
	}

	private static void expect(RawHttp connection) throws IOException {
		while (true) {
			String head = connection.readUntil("\r\n\r\n");
			received.add(head);
			String target = head.split(" ", 3)[1];
			if (target.startsWith("/e/status/")) {
				connection.send("HTTP/1.1 " + target.substring(10) + " Odd\r\nContent-Length: 4\r\n\r\nodd!");
				received.add("then:" + connection.readAll());
				return;
			}
			if (target.equals("/e/none")) {
				connection.send(OK);
				continue;
			}
			if (target.equals("/e/continue")) {
				connection.send("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n");
			}
			received.add(connection.readUntil(head.contains("chunked") ? "\r\n0\r\n\r\n" : "hello"));
			connection.send(OK);
		}
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
		expecting.close();
	}

	@BeforeEach
	void forget() {
		received.clear();
	}

	@Test
	void manyInterimResponsesArePassedOn() throws IOException {
		String response = RawHttp.get(app.port(), "/many");
		assertThat(response.split("HTTP/1.1 103 Early Hints\r\n(?i)Link: </a>\r\n\r\n", -1)).hasSize(33);
		assertThat(response).endsWith("good");
	}

	@Test
	void tooManyInterimResponsesAreNoAnswer() throws IOException {
		String response = RawHttp.get(app.port(), "/hostile");
		assertThat(response).contains("HTTP/1.1 502 ").doesNotContain("HTTP/1.1 200 ");
		assertThat(response.split("HTTP/1.1 103 ", -1).length - 1).isLessThanOrEqualTo(32);
		assertThat(RawHttp.get(app.port(), "/next")).startsWith("HTTP/1.1 200 ").endsWith("good");
	}

	@Test
	void headersOfTheConnectionAreNotPassedOn() throws IOException {
		String response = RawHttp.get(app.port(), "/headers");
		assertThat(response).startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 ").endsWith("good");
	}

	@Test
	void interimResponseThatIsMalformedIsNoAnswer() throws IOException {
		assertThat(RawHttp.get(app.port(), "/split")).startsWith("HTTP/1.1 502 ").doesNotContain("X-Evil");
	}

	@Test
	void unknownInterimResponseIsPassedOn() throws IOException {
		assertThat(RawHttp.get(app.port(), "/unknown")).matches("(?s)HTTP/1.1 199 .*\r\n\r\nHTTP/1.1 200 .*good");
	}

	@Test
	void continueThatNobodyExpectsIsDropped() throws IOException {
		assertThat(RawHttp.get(app.port(), "/continue")).startsWith("HTTP/1.1 200 ").endsWith("good");
	}

	@Test
	void protocolIsNotChangedUnasked() throws IOException {
		assertThat(RawHttp.get(app.port(), "/switch")).startsWith("HTTP/1.1 502 ").containsOnlyOnce("HTTP/1.1 ");
		assertThat(RawHttp.get(app.port(), "/switch", "Upgrade: other", "Connection: upgrade"))
			.startsWith("HTTP/1.1 502 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/many", "/hostile", "/headers", "/continue" })
	void clientOfHttp10GetsNone(String path) throws IOException {
		assertThat(RawHttp.exchange(app.port(), "GET " + path + " HTTP/1.0\r\nHost: a\r\n\r\n"))
			.matches("(?s)HTTP/1.[01] (200|502) .*")
			.doesNotContain(" 103 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\n\r\n|hello",
			"Transfer-Encoding: chunked\r\n\r\n|5\r\nhello\r\n0\r\n\r\n" })
	void continueOfTheInstanceOpensTheUpload(String body) throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			String[] parts = body.split("\\|");
			client.send(post("/e/continue", "1.1", "Expect: 100-continue\r\n" + parts[0]));
			assertThat(next()).contains("Expect: 100-continue\r\n");
			assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue\r\n");
			assertThat(received).isEmpty();
			client.send(parts[1]);
			assertThat(next()).contains("hello");
			assertThat(client.readUntil("good")).startsWith("HTTP/1.1 200 ");
			client.send(post("/e/continue", "1.1", "Content-Length: 5\r\n\r\nhello"));
			assertThat(client.readUntil("good")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void instanceThatSaysNothingGetsTheBodyAllTheSame() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(post("/e/silent", "1.1", "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
			assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue\r\n");
			client.send("hello");
			assertThat(client.readUntil("good")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void clientThatDoesNotWaitIsServed() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(post("/e/continue", "1.1", "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"));
			assertThat(client.readUntil("good")).contains("HTTP/1.1 200 ");
		}
	}

	@ParameterizedTest
	@CsvSource({ "417", "401", "413", "418", "200", "204", "307" })
	void answerInsteadOfContinueIsPassedOnAndTheBodyNeverAskedFor(int status) throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(post("/e/status/" + status, "1.1", "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
			String head = client.readUntil("\r\n\r\n");
			assertThat(head).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("Connection: close");
			next();
			assertThat(next()).isEqualTo("then:");
			// The client decides to send the next request rather than the body
			client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readAll()).doesNotContain("HTTP/1.1");
		}
	}

	@Test
	void clientOfHttp10WaitsForNothing() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(post("/e/silent", "1.0", "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"));
			assertThat(client.readAll()).matches("(?s)HTTP/1.[01] 200 .*good");
			assertThat(next()).doesNotContain("Expect");
		}
	}

	@Test
	void expectationWithoutABodyIsNotPassedOn() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(post("/e/none", "1.1", "Expect: 100-continue\r\nContent-Length: 0\r\n\r\n"));
			assertThat(client.readUntil("good")).startsWith("HTTP/1.1 200 ");
			assertThat(next()).doesNotContain("Expect");
		}
	}

	private static String post(String path, String version, String rest) {
		return "POST " + path + " HTTP/" + version + "\r\nHost: gateway.test\r\n" + rest;
	}

	private static String next() throws InterruptedException {
		String next = received.poll(10, TimeUnit.SECONDS);
		assertThat(next).as("what the upstream saw").isNotNull();
		return String.valueOf(next);
	}

}
