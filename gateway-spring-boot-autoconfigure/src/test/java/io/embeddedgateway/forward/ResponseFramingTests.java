package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an instance sends, byte for byte: where a response ends is never in doubt, and
 * what goes beyond it is nobody's answer.
 */
class ResponseFramingTests {

	private static final String OK = "HTTP/1.1 200 OK\r\n";

	private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

	private static final String EVIL = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Evil: 1\r\n\r\nevil";

	private static final Map<String, String> answers = new ConcurrentHashMap<>();

	private static final AtomicInteger number = new AtomicInteger();

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			while (true) {
				String target = connection.readUntil("\r\n\r\n").split(" ", 3)[1];
				connection.send(answers.getOrDefault(target, OK + "Content-Length: 4\r\n\r\ngood"));
			}
		});
		app = GatewayApp.start("""
				gateway:
				  services:
				    upstream: {instances: "%s", response-timeout: 2s, idle-timeout: 2s, max-connections: 1}
				  routes:
				    all: {path: /r/**, service: upstream}
				""".formatted(upstream.uri()));
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/2.0 200 OK", "HTTP/0.9 200 OK", "HTTP/3 200 OK", "ICY 200 OK", "HTTPS/1.1 200 OK",
			"HTTP/1.1 99 Low", "HTTP/1.1 099 Low", "HTTP/1.1 1000 High", "HTTP/1.1 0200 OK", "HTTP/1.1 -200 OK",
			"HTTP/1.1 +200 OK", "HTTP/1.1 2x0 OK", "HTTP/1.1  OK", "HTTP/1.1", "200 OK", "HTTP/1.1 20 OK",
			"HTTP/1.1 200 O\u0000K", "HTTP/1.1 200 O\rK", "HTTP/1.1 1 OK" })
	void statusLineThatIsNoneIsRefused(String line) throws IOException {
		assertRefused(line + "\r\nContent-Length: 4\r\n\r\ngood");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.1 200 caf\u00e9 au lait", "HTTP/1.0 200 OK" })
	void statusLineWithAnyReasonIsAccepted(String line) throws IOException {
		assertThat(get(line + "\r\nContent-Length: 4\r\n\r\ngood")).startsWith("HTTP/1.1 200 ").endsWith("good");
	}

	@ParameterizedTest
	@ValueSource(ints = { 299, 418, 451, 599, 799, 999 })
	void anyStatusIsPassedOn(int status) throws IOException {
		assertThat(get("HTTP/1.1 " + status + " Odd\r\nContent-Length: 4\r\n\r\ngood"))
			.startsWith("HTTP/1.1 " + status + " ")
			.endsWith("good");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 4\r\nContent-Length: 5\r\n", "Content-Length: 4, 5\r\n",
			"Content-Length: +4\r\n", "Content-Length: -4\r\n", "Content-Length: 0x4\r\n", "Content-Length: 4 4\r\n",
			"Content-Length: 99999999999999999999\r\n", "Content-Length: \r\n", "Content-Length: four\r\n",
			"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
			"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "Transfer-Encoding: identity\r\n",
			"Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: gzip\r\n",
			"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n",
			"Transfer-Encoding : chunked\r\n", "Content-Length : 4\r\n", "X-A\t: b\r\n",
			"X A: b\r\nContent-Length: 4\r\n", "X-\u0001: b\r\nContent-Length: 4\r\n",
			"X-A: b\u0000c\r\nContent-Length: 4\r\n", "X-A: b\rc\r\nContent-Length: 4\r\n",
			": b\r\nContent-Length: 4\r\n", "no colon\r\nContent-Length: 4\r\n", " X-A: b\r\nContent-Length: 4\r\n",
			"X-A: b\nContent-Length: 4\r\n" })
	void headersThatCanBeReadInTwoWaysAreRefused(String headers) throws IOException {
		assertRefused(OK + headers + "\r\ngood");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zz\r\ngood\r\n0\r\n\r\n", "-4\r\ngood\r\n0\r\n\r\n", "4\r\ngoodXX0\r\n\r\n",
			"4\ngood\r\n0\r\n\r\n", "4 \ngood\r\n0\r\n\r\n", "0x4\r\ngood\r\n0\r\n\r\n", "\r\ngood\r\n0\r\n\r\n",
			"4\r\ngood\n0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\ngood", "4;a=\"\nb\"\r\ngood\r\n0\r\n\r\n",
			"4\r\ngood\r\n0\r\nbad trailer\r\n\r\n", "4\r\ngood\r\n0\r\nX-A: b\u0000c\r\n\r\n" })
	void chunkThatIsMalformedBreaksTheResponseOff(String chunks) throws IOException {
		String response = get(CHUNKED + chunks);
		assertThat(response).doesNotContain("\r\n0\r\n").doesNotContain("X-A");
		assertThat(next()).endsWith("good");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4;ext\r\ngood\r\n0\r\n\r\n", "4;a=b;c=\"d\"\r\ngood\r\n0;e\r\n\r\n",
			"0004\r\ngood\r\n00\r\n\r\n", "1\r\ng\r\n3\r\nood\r\n0\r\n\r\n" })
	void extensionsOfChunksAreDropped(String chunks) throws IOException {
		String response = get(CHUNKED + chunks);
		assertThat(response).startsWith("HTTP/1.1 200 ").doesNotContain(";").endsWith("\r\n0\r\n\r\n");
	}

	@Test
	void foldedHeaderIsPassedOnUnfolded() throws IOException {
		String response = get(OK + "X-A: b\r\n\tX-Evil: d\r\nContent-Length: 4\r\n\r\ngood");
		assertThat(response).contains("b X-Evil: d\r\n").doesNotContain("\nX-Evil").endsWith("good");
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 4000 })
	void tooManyHeadersAreRefused(int size) throws IOException {
		int lines = 70_000 / size;
		assertRefused(OK + ("X-" + "a".repeat(size) + ": b\r\n").repeat(lines) + "Content-Length: 4\r\n\r\ngood");
	}

	@Test
	void statusLineThatNeverEndsIsRefused() throws IOException {
		assertRefused("HTTP/1.1 200 " + "a".repeat(70_000) + "\r\nContent-Length: 4\r\n\r\ngood");
	}

	@Test
	void trailersThatNeverEndBreakTheResponseOff() throws IOException {
		String response = get(
				CHUNKED + "4\r\ngood\r\n0\r\n" + ("X-" + "a".repeat(100) + ": b\r\n").repeat(1000) + "\r\n");
		assertThat(response).doesNotContain("\r\n0\r\n").doesNotContain("X-a");
		assertThat(next()).endsWith("good");
	}

	@Test
	void manyHeadersArePassedOn() throws IOException {
		StringBuilder headers = new StringBuilder();
		for (int i = 0; i < 2000; i++) {
			headers.append("X-").append(i).append(": ").append(i).append("\r\n");
		}
		String response = get(OK + headers + "Content-Length: 4\r\n\r\ngood");
		assertThat(response).startsWith("HTTP/1.1 200 ").contains("X-0: 0\r\n", "X-1999: 1999\r\n").endsWith("good");
	}

	@ParameterizedTest
	@CsvSource({ "GET, 204, false", "GET, 304, true", "HEAD, 200, true", "HEAD, 404, true", "HEAD, 204, false" })
	void bodyThatMayNotBeIsNobodysAnswer(String method, int status, boolean length) throws IOException {
		String answer = "HTTP/1.1 " + status + " Odd\r\nContent-Length: " + EVIL.length() + "\r\n\r\n" + EVIL;
		String response = ask(method, answer);
		assertThat(response).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\n").doesNotContain("evil");
		assertThat(response.contains("Content-Length: " + EVIL.length() + "\r\n")).isEqualTo(length);
		assertThat(next()).endsWith("good");
	}

	@ParameterizedTest
	@CsvSource({ "GET, 204", "GET, 304", "HEAD, 200" })
	void chunksThatMayNotBeAreNobodysAnswer(String method, int status) throws IOException {
		String response = ask(method,
				"HTTP/1.1 " + status + " Odd\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n");
		assertThat(response).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\n").doesNotContain("evil");
		assertThat(next()).endsWith("good");
	}

	@Test
	void resetContentHasNoContent() throws IOException {
		String response = get("HTTP/1.1 205 Reset Content\r\nContent-Length: 4\r\n\r\nevil");
		assertThat(response).startsWith("HTTP/1.1 205 ").doesNotContain("evil").doesNotContain("Content-Length: 4");
		assertThat(next()).endsWith("good");
	}

	@ParameterizedTest
	@ValueSource(strings = { EVIL, "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200", "H", "more", "\r\n",
			"HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n" })
	void nothingBehindAResponseIsAnAnswer(String more) throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(request(target(OK + "Content-Length: 4\r\n\r\ngood" + more)));
			assertThat(client.readUntil("good")).startsWith("HTTP/1.1 200 ").containsOnlyOnce("HTTP/1.1");
			int before = upstream.connections();
			client.send(request("/r/next"));
			assertThat(client.readUntil("good")).startsWith("HTTP/1.1 200 ").doesNotContain("X-Evil");
			assertThat(upstream.connections()).isEqualTo(before + 1);
		}
	}

	private static String target(String answer) {
		String target = "/r/" + number.incrementAndGet();
		answers.put(target, answer);
		return target;
	}

	private static String request(String target) {
		return "GET " + target + " HTTP/1.1\r\nHost: gateway.test\r\n\r\n";
	}

	@Test
	void nothingBehindChunksIsAnAnswer() throws IOException {
		assertThat(get(CHUNKED + "4\r\ngood\r\n0\r\n\r\n" + EVIL)).endsWith("4\r\ngood\r\n0\r\n\r\n");
		assertThat(next()).endsWith("good");
	}

	private static void assertRefused(String answer) throws IOException {
		assertThat(get(answer)).startsWith("HTTP/1.1 502 ").contains("problem+json").doesNotContain("good");
		assertThat(next()).startsWith("HTTP/1.1 200 ").endsWith("good");
	}

	private static String next() throws IOException {
		return RawHttp.get(app.port(), "/r/next");
	}

	private static String get(String answer) throws IOException {
		return ask("GET", answer);
	}

	private static String ask(String method, String answer) throws IOException {
		return RawHttp.exchange(app.port(),
				method + " " + target(answer) + " HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\n\r\n");
	}

}
