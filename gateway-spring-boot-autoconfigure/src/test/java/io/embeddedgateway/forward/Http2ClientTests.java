package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
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
import io.embeddedgateway.testing.RawHttp2;
import io.embeddedgateway.testing.RawHttp2.Frame;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that speak HTTP/2, properly or not, with an instance that speaks HTTP/1.1:
 * nothing of the one may become ambiguous in the other.
 */
class Http2ClientTests {

	private static final String OK = "HTTP/1.1 200 OK\r\n";

	private static final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with(Http2ClientTests::serve);
		app = GatewayApp.start("""
				server.http2.enabled: true
				gateway:
				  services:
				    upstream: {instances: "%s"}
				  routes:
				    all: {path: /**, service: upstream}
				""".formatted(upstream.uri()));
	}

	private static void serve(RawHttp connection) throws IOException {
		while (true) {
			String head = connection.readUntil("\r\n\r\n");
			received.add(head.startsWith("POST")
					? head + connection.readUntil("0\r\n") + connection.readUntil("\r\n\r\n") : head);
			if (head.startsWith("GET /hangs")) {
				received.add("closed" + connection.readAll());
				return;
			}
			connection.send(answer(head));
		}
	}

	private static String answer(String head) {
		if (head.startsWith("GET /streams")) {
			return OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: last\r\n\r\n";
		}
		if (head.startsWith("GET /interim")) {
			return "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + "Content-Length: 0\r\n\r\n";
		}
		return head.startsWith("HEAD") ? OK + "Content-Length: 7\r\n\r\n"
				: OK + "Content-Length: 2\r\nKeep-Alive: a\r\n\r\nok";
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
	void requestWithoutABodyBecomesOneOfHttp11() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, true, "GET", "/a//b%20?x=1", "cookie", "a=1", "cookie", "b=2", "te", "trailers");
			Frame head = client.next(RawHttp2.HEADERS);
			assertThat(head.header(":status")).isEqualTo("200");
			assertThat(head.header("via")).isEqualTo("1.1 gateway");
			assertThat(head.headers().names().toString()).doesNotContain("x-http2", "keep-alive", "connection");
			assertThat(client.next(RawHttp2.DATA).text()).isEqualTo("ok");
		}
		assertThat(next()).startsWith("GET /a//b%20?x=1 HTTP/1.1\r\n")
			.containsIgnoringCase("Host: " + upstream.uri().substring(7) + "\r\n")
			.containsIgnoringCase("\r\nVia: 2 gateway\r\n")
			.containsIgnoringCase("\r\nCookie: a=1; b=2\r\n")
			.containsIgnoringCase("\r\nX-Forwarded-Host: gateway.test\r\n")
			.doesNotContainIgnoringCase("x-http2")
			.doesNotContainIgnoringCase("transfer-encoding");
	}

	@Test
	void bodyAndTrailersOfTheRequestArePassedOn() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, false, "POST", "/").data(1, false, "hello").headers(1, true, "x-trailer", "last");
			assertThat(client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("200");
		}
		assertThat(next()).containsIgnoringCase("Transfer-Encoding: chunked")
			.contains("\r\n\r\n5\r\nhello\r\n0\r\nx-trailer: last\r\n");
	}

	@Test
	void trailersOfTheResponseArePassedOn() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, true, "GET", "/streams");
			assertThat(client.next(RawHttp2.HEADERS).headers().names().toString()).doesNotContain("transfer-encoding");
			Frame trailers = client.next(RawHttp2.HEADERS);
			assertThat(trailers.header("x-trailer")).isEqualTo("last");
			assertThat(trailers.end()).isTrue();
		}
	}

	@Test
	void interimResponsesArePassedOn() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, true, "GET", "/interim");
			Frame interim = client.next(RawHttp2.HEADERS);
			assertThat(interim.header(":status")).isEqualTo("103");
			assertThat(interim.header("link")).isEqualTo("</a>");
			assertThat(interim.end()).isFalse();
			assertThat(client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("200");
		}
	}

	@Test
	void headHasTheLengthOfWhatGetWouldHave() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, true, "HEAD", "/");
			assertThat(client.next(RawHttp2.HEADERS).header("content-length")).isEqualTo("7");
		}
	}

	@Test
	void resetOfAStreamCancelsTheRequestAtOnce() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, true, "GET", "/hangs");
			assertThat(next()).startsWith("GET /hangs");
			client.reset(1, 8);
			assertThat(next()).isEqualTo("closed");
		}
	}

	@Test
	void manyStreamsOnOneConnection() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			for (int i = 0; i < 100; i++) {
				client.request(2 * i + 1, true, "GET", "/" + i);
			}
			Set<Integer> answered = new TreeSet<>();
			while (answered.size() < 100) {
				Frame data = client.next(RawHttp2.DATA);
				assertThat(data.text()).isIn("ok", "");
				if (data.end()) {
					answered.add(data.stream());
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "x-a, 'b\r\nX-Evil: c'", "x-a, 'b\nX-Evil: c'", "x-a, 'b\0c'", "'x-a: b\r\nx-evil', c", "X-Upper, b",
			"'x a', b", "connection, close", "transfer-encoding, chunked", "upgrade, websocket", "te, gzip",
			":path, /other", ":other, x", "content-length, 5", "host, other.test" })
	void requestThatCouldBeReadInTwoWaysDoesNotGetThrough(String name, String value) throws Exception {
		assertRefused("/", true, name, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "/a b", "/a HTTP/1.1\r\nX-Evil: b", "/a\0", "http://other.test/", "/a#b", "*" })
	void targetThatCouldBeReadInTwoWaysDoesNotGetThrough(String path) throws Exception {
		assertRefused(path, false);
		assertRefused(path, true);
	}

	private static void assertRefused(String path, boolean end, String... fields) throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, end, "GET", path, fields);
			Frame answer = client.next();
			assertThat(answer.type() == RawHttp2.HEADERS && !answer.header(":status").startsWith("4"))
				.as("type " + answer.type() + " status " + answer.header(":status"))
				.isFalse();
		}
		assertThat(received).isEmpty();
	}

	@Test
	void bodyOfAnotherLengthThanAnnouncedNeverLooksComplete() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, false, "POST", "/", "content-length", "5").data(1, true, "hi");
			assertThat(client.next(RawHttp2.RST_STREAM).error()).isEqualTo(1);
		}
		assertThat(received).isEmpty();
	}

	@Test
	void hostMayRepeatTheAuthority() throws Exception {
		try (RawHttp2 client = RawHttp2.client(app.port())) {
			client.request(1, true, "GET", "/", "host", "gateway.test");
			assertThat(client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("200");
		}
	}

	private static String next() throws InterruptedException {
		return String.valueOf(received.poll(20, TimeUnit.SECONDS));
	}

}
