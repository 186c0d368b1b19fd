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

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP/1.0 and HTTP/1.1 on either side, and what is to arrive byte for byte.
 */
class ClientVersionTests {

	private static final String GZIP = "\u001f\u008b\u0008\u0000\u0000\u0000\u0000\u0000\u0000\u0003garbage";

	private static final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			String head = connection.readUntil("\r\n\r\n");
			received.add(head);
			connection.send(switch (head.split(" ", 3)[1]) {
				case "/chunked" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n";
				case "/until-close" -> "HTTP/1.1 200 OK\r\n\r\ngood";
				case "/old" -> "HTTP/1.0 200 OK\r\nServer: old\r\n\r\ngood";
				case "/old-chunked" -> "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n";
				case "/range" -> "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-3/10\r\n"
						+ "Accept-Ranges: bytes\r\nContent-Length: 4\r\n\r\ngood";
				case "/gzip" -> "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + GZIP.length()
						+ "\r\nVary: Accept-Encoding\r\nETag: \"a\"\r\n\r\n" + GZIP;
				case "/headers" -> "HTTP/1.1 200 OK\r\nX-B: 2\r\nX-A: 1\r\nX-B: 1\r\nX-Empty:\r\n"
						+ "X-Text: caf\u00e9 \u00ff\u0080\r\nX-Tab: a\tb\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
						+ "Server: other/1\r\nContent-Length: 4\r\n\r\ngood";
				default -> "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";
			});
		});
		app = GatewayApp.start("""
				gateway:
				  routes:
				    all: {path: /**, uri: "%s"}
				""".formatted(upstream.uri()));
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
	@ValueSource(strings = { "/chunked", "/until-close", "/old", "/length" })
	void clientOfHttp10IsToldTheEndByTheClose(String path) throws IOException {
		assertThat(RawHttp.exchange(app.port(), "GET " + path + " HTTP/1.0\r\nHost: a\r\n\r\n"))
			.matches("(?s)HTTP/1.[01] 200 .*\r\n\r\ngood")
			.doesNotContainIgnoringCase("chunked");
	}

	@Test
	void clientOfHttp10MayKeepItsConnection() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			for (int i = 0; i < 3; i++) {
				client.send("GET /length HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
				assertThat(client.readUntil("good")).matches("(?s)HTTP/1.[01] 200 .*")
					.containsIgnoringCase("Connection: keep-alive");
			}
		}
	}

	@Test
	void clientOfHttp10CanNotKeepItsConnectionWhereTheCloseIsTheEnd() throws IOException {
		assertThat(RawHttp.exchange(app.port(), "GET /chunked HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"))
			.matches("(?s)HTTP/1.[01] 200 .*\r\n\r\ngood");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/until-close", "/old" })
	void clientOfHttp11IsToldTheEndByChunks(String path) throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readUntil("\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 ")
				.containsIgnoringCase("Transfer-Encoding: chunked");
			client.send("GET /length HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readUntil("good")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void chunksOfHttp10AreRefused() throws IOException {
		assertThat(RawHttp.get(app.port(), "/old-chunked")).startsWith("HTTP/1.1 502 ");
		assertThat(RawHttp.exchange(app.port(),
				"POST /length HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n"))
			.matches("(?s)HTTP/1.[01] (400|501) .*");
	}

	@Test
	void viaSaysWhichVersionTheMessageCameWith() throws Exception {
		assertThat(RawHttp.get(app.port(), "/old")).containsIgnoringCase("\r\nVia: 1.0 gateway\r\n");
		assertThat(next()).startsWith("GET /old HTTP/1.1\r\n").containsIgnoringCase("\r\nVia: 1.1 gateway\r\n");
		assertThat(RawHttp.exchange(app.port(), "GET /length HTTP/1.0\r\n\r\n"))
			.containsIgnoringCase("\r\nVia: 1.1 gateway\r\n");
		assertThat(next()).startsWith("GET /length HTTP/1.1\r\n").containsIgnoringCase("\r\nVia: 1.0 gateway\r\n");
	}

	@Test
	void partsAreAskedForAndPassedOn() throws Exception {
		assertThat(RawHttp.get(app.port(), "/range", "Range: bytes=0-3", "If-Range: \"a\"")).startsWith("HTTP/1.1 206 ")
			.contains("Content-Range: bytes 0-3/10\r\n", "Accept-Ranges: bytes\r\n", "Content-Length: 4\r\n")
			.endsWith("good");
		assertThat(next()).contains("Range: bytes=0-3\r\n", "If-Range: \"a\"\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "identity", "br;q=1, gzip;q=0" })
	void compressedBodyIsPassedOnAsItIs(String accepted) throws Exception {
		assertThat(RawHttp.get(app.port(), "/gzip", "Accept-Encoding: " + accepted))
			.contains("Content-Encoding: gzip\r\n", "Content-Length: " + GZIP.length() + "\r\n", "ETag: \"a\"\r\n")
			.endsWith("\r\n\r\n" + GZIP);
		assertThat(next()).contains("Accept-Encoding: " + accepted + "\r\n");
	}

	@Test
	void headersComeDownByteForByteAndInOrder() throws Exception {
		assertThat(RawHttp.get(app.port(), "/headers"))
			.contains("X-B: 2\r\nX-B: 1\r\n",
					"X-A: 1\r\nX-Empty: \r\nX-Text: caf\u00e9 \u00ff\u0080\r\nX-Tab: a\tb\r\n")
			.contains("Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n", "Server: other/1\r\n")
			.containsOnlyOnce("Date:")
			.containsOnlyOnce("Server:");
	}

	@Test
	void headersGoUpByteForByteAndInOrder() throws Exception {
		RawHttp.get(app.port(), "/length", "X-B: 2", "X-A: 1", "X-B: 1", "X-Empty:", "X-Text: caf\u00e9 \u00ff\u0080",
				"X-Tab: a\tb");
		assertThat(next())
			.contains("X-B: 2\r\nX-A: 1\r\nX-B: 1\r\nX-Empty: \r\nX-Text: caf\u00e9 \u00ff\u0080\r\nX-Tab: a\tb\r\n");
	}

	@Test
	void dateIsAddedAndServerIsNot() throws Exception {
		assertThat(RawHttp.get(app.port(), "/length")).containsPattern("\r\n(?i)Date: [A-Z][a-z]{2}, \\d\\d ")
			.doesNotContainIgnoringCase("Server:");
	}

	private static String next() throws InterruptedException {
		String next = received.poll(10, TimeUnit.SECONDS);
		assertThat(next).as("what the upstream saw").isNotNull();
		return String.valueOf(next);
	}

}
