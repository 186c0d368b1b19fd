package io.embeddedgateway.forward;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no good client sends (RFC 9112 §11): each is refused, the connection is
 * closed, and nothing of it reaches the upstream.
 */
class ClientFaultTests {

	private static final String HOST = "Host: gateway.test\r\n";

	private static Upstream upstream;

	/**
	 * What is found wrong only after the upstream was asked comes here.
	 */
	private static Upstream chunks;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> response.sendString(request.receive().aggregate().asString()));
		chunks = Upstream.with((request, response) -> response.sendString(request.receive().aggregate().asString()));
		app = GatewayApp.start("""
				gateway:
				  routes:
				    all: {path: /r/**, uri: "%s"}
				    chunks: {path: /chunks, uri: "%s"}
				""".formatted(upstream.uri(), chunks.uri()));
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
		chunks.close();
	}

	@BeforeEach
	void forget() {
		upstream.received().clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
			"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "Content-Length: 5, 6\r\n\r\nhello",
			"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "Content-Length: +5\r\n\r\nhello",
			"Content-Length: -1\r\n\r\n", "Content-Length: 0x5\r\n\r\nhello", "Content-Length: 5 5\r\n\r\nhello",
			"Content-Length: 99999999999999999999\r\n\r\nhello" })
	void lengthThatCanBeReadInTwoWaysIsRefused(String rest) throws IOException {
		refused("POST /r/a HTTP/1.1\r\n" + HOST + rest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "xchunked", "chunked, identity", "identity", "gzip, chunked", "chunked, chunked",
			"\u000bchunked", "gzip", "\"chunked\"", "chunked\r\n identity", "chun\r\n ked" })
	void transferEncodingOtherThanChunkedIsRefused(String encoding) throws IOException {
		refused("POST /r/a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: " + encoding + "\r\n\r\n0\r\n\r\n");
	}

	@Test
	void twoTransferEncodingsAreRefused() throws IOException {
		refused("POST /r/a HTTP/1.1\r\n" + HOST
				+ "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-A: b\nX-B: c\r\n", "X-A: b\rX-B: c\r\n", "X-A: b\u0000c\r\n", "X-A : b\r\n",
			" X-A: b\r\n", "X-\u0000A: b\r\n", "X A: b\r\n", "no colon\r\n", ": no name\r\n", "X-A\u00e9: b\r\n" })
	void headerThatCanBeReadInTwoWaysIsRefused(String header) throws IOException {
		refused("GET /r/a HTTP/1.1\r\n" + HOST + header + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /r/a HTTP/1.1\n" + HOST + "\r\n", "GET /r/a HTTP/1.1\r\nHost: gateway.test\n\n",
			"GET /r/a b HTTP/1.1\r\n" + HOST + "\r\n", "GET /r/a\r\n" + HOST + "\r\n",
			"GET /r/a HTTP/1.1 \r\n" + HOST + "\r\n", "G\u0000T /r/a HTTP/1.1\r\n" + HOST + "\r\n",
			"GET /r/a\u0000\r\n" + HOST + "\r\n" })
	void requestLineThatCanBeReadInTwoWaysIsRefused(String request) throws IOException {
		refused(request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", "Host: a\r\nHost: b\r\n\r\n", "Host: a b\r\n\r\n", "Host: a/b\r\n\r\n",
			"Host: a@b\r\n\r\n", "Host: \r\n\r\n", "Host: a:b\r\n\r\n", "Host: [::1\r\n\r\n", "Host: []\r\n\r\n",
			"Host: a\r\n b\r\n\r\n" })
	void hostThatIsNotExactlyOneIsRefused(String rest) throws IOException {
		refused("GET /r/a HTTP/1.1\r\n" + rest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "zz\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n",
			"5 \nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n",
			"5\r\nhello\r\nFFFFFFFFFFFFFFFFF\r\n" })
	void chunkThatIsMalformedIsRefused(String body) throws IOException {
		String response = RawHttp.exchange(app.port(),
				"POST /chunks HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body);
		assertThat(response).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 200");
	}

	@Test
	void headerOf64KilobytesIsRefused() throws IOException {
		String response = RawHttp.get(app.port(), "/r/a", "X-Long: " + "a".repeat(64 * 1024));
		assertThat(response).startsWith("HTTP/1.1 431 ");
		assertThat(upstream.received()).isEmpty();
	}

	@Test
	void targetOf64KilobytesIsRefused() throws IOException {
		String response = RawHttp.get(app.port(), "/r/" + "a".repeat(64 * 1024));
		assertThat(response).startsWith("HTTP/1.1 414 ");
		assertThat(upstream.received()).isEmpty();
	}

	@Test
	void foldedHeaderIsPassedOnUnfolded() throws IOException {
		assertThat(RawHttp.get(app.port(), "/r/a", "X-A: b\r\n\t c: d")).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().header("X-A")).containsExactly("b c: d");
		assertThat(upstream.last().header("c")).isEmpty();
	}

	@Test
	void nothingBehindAnUnknownTransferEncodingIsRead() throws IOException {
		refused("POST /r/a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: xchunked\r\n\r\nGET /r/smuggled HTTP/1.1\r\n"
				+ HOST + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a.b-c_d:80", "127.0.0.1:8080", "[::1]", "[fe80::1]:443", "xn--caf-dma.example" })
	void properHostIsAccepted(String host) throws IOException {
		assertThat(RawHttp.exchange(app.port(), "GET /r/a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().header("X-Forwarded-Host")).containsExactly(host);
	}

	@Test
	void nothingBehindARefusedRequestIsRead() throws IOException {
		refused("POST /r/a HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
				+ "GET /r/smuggled HTTP/1.1\r\n" + HOST + "\r\n");
	}

	private static void refused(String request) throws IOException {
		String response = RawHttp.exchange(app.port(), request);
		assertThat(response).matches("(?s)HTTP/1.1 (400|413|431|501|505) .*").containsOnlyOnce("HTTP/1.1 ");
		assertThat(upstream.received()).isEmpty();
	}

}
