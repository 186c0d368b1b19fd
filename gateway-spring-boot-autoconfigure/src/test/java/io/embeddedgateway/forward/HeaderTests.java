package io.embeddedgateway.forward;

import java.io.IOException;

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

/**
 * Headers on their way up and down.
 */
class HeaderTests {

	private static Upstream upstream;

	private static RawUpstream raw;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = Upstream.named("upstream");
		raw = RawUpstream
			.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close, X-Hop, Content-Length\r\n"
					+ "X-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nProxy-Connection: close\r\n"
					+ "Upgrade: h2c\r\nTrailer: X-T\r\nTE: trailers\r\nX-End: 1\r\nX-End: 2\r\nSet-Cookie: a=1\r\n"
					+ "Set-Cookie: b=2\r\nVia: 1.0 other\r\nServer: raw\r\n\r\nok");
		app = GatewayApp.start("""
				gateway:
				  services:
				    preserving: {instances: "%s", preserve-host: true}
				  routes:
				    plain: {path: /plain, uri: "%s"}
				    raw: {path: /raw, uri: "%s"}
				    preserving: {path: /preserving, service: preserving}
				    adding:
				      path: /adding
				      uri: "%s"
				      transform: {request: {set-headers: {X-Tenant: acme}, add-headers: {X-More: gateway}}}
				    query:
				      path: /query
				      uri: "%s"
				      transform: {request: {set-headers: {X-Q: "{query.q}"}}}
				""".formatted(upstream.uri(), upstream.uri(), raw.uri(), upstream.uri(), upstream.uri()));
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
		raw.close();
	}

	@Test
	void headersGoUpAsTheyAreAndNothingIsAddedButWhatAProxySays() throws IOException {
		get("/plain", "X-A: 1", "x-a: 2", "Cookie: a=1; b=2", "X-Empty:", "Authorization: Bearer t");
		assertThat(upstream.last().headers())
			.extracting((entry) -> entry.getKey().toLowerCase() + ": " + entry.getValue())
			.containsExactlyInAnyOrder("host: 127.0.0.1:" + upstream.port(), "x-a: 1", "x-a: 2", "cookie: a=1; b=2",
					"x-empty: ", "authorization: Bearer t", "via: 1.1 gateway", "x-forwarded-for: 127.0.0.1",
					"x-forwarded-proto: http", "x-forwarded-host: gateway.test", "x-forwarded-port: 80",
					"forwarded: for=127.0.0.1;host=\"gateway.test\";proto=http");
	}

	@Test
	void hopByHopHeadersDoNotGoUp() throws IOException {
		get("/plain", "Connection: X-Hop, x-other ,", "X-Hop: 1", "X-Other: 2", "Keep-Alive: timeout=5", "TE: gzip",
				"Trailer: X-T", "Proxy-Authorization: Basic secret", "Proxy-Connection: keep-alive", "Upgrade: h2c",
				"HTTP2-Settings: AAMAAABkAAQAAP__", "X-End: 1");
		for (String name : new String[] { "Connection", "X-Hop", "X-Other", "Keep-Alive", "TE", "Trailer",
				"Proxy-Authorization", "Proxy-Connection", "Upgrade", "HTTP2-Settings" }) {
			assertThat(upstream.last().header(name)).as(name).isEmpty();
		}
		assertThat(upstream.last().header("X-End")).containsExactly("1");
	}

	@Test
	void hopByHopHeadersDoNotComeDown() throws IOException {
		String response = get("/raw");
		assertThat(response).doesNotContainIgnoringCase("X-Hop")
			.doesNotContainIgnoringCase("Keep-Alive")
			.doesNotContainIgnoringCase("Proxy-")
			.doesNotContainIgnoringCase("Upgrade")
			.doesNotContainIgnoringCase("Trailer")
			.doesNotContainIgnoringCase("\nTE:")
			.contains("X-End: 1\r\n", "X-End: 2\r\n", "Set-Cookie: a=1\r\n", "Set-Cookie: b=2\r\n", "Server: raw\r\n",
					"Via: 1.0 other\r\n", "Via: 1.1 gateway\r\n", "Content-Length: 2\r\n")
			.endsWith("\r\n\r\nok");
	}

	@Test
	void clientCanNotNominateAwayWhatTheGatewayAdds() throws IOException {
		get("/adding", "Connection: X-Tenant, X-More, X-Forwarded-For, X-Forwarded-Host, Via, Forwarded, Host",
				"X-Tenant: evil", "X-More: client");
		assertThat(upstream.last().header("X-Tenant")).containsExactly("acme");
		assertThat(upstream.last().header("X-More")).containsExactly("gateway");
		assertThat(upstream.last().header("X-Forwarded-For")).containsExactly("127.0.0.1");
		assertThat(upstream.last().header("X-Forwarded-Host")).containsExactly("gateway.test");
		assertThat(upstream.last().header("Forwarded")).hasSize(1);
		assertThat(upstream.last().header("Via")).containsExactly("1.1 gateway");
		assertThat(upstream.last().header("Host")).containsExactly("127.0.0.1:" + upstream.port());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" })
	void clientCanNotNominateAwayWhereTheBodyEnds(String rest) throws IOException {
		String response = RawHttp.exchange(app.port(), "POST /plain HTTP/1.1\r\nHost: gateway.test\r\n"
				+ "Connection: close, Content-Length, Transfer-Encoding\r\n" + rest);
		assertThat(response).startsWith("HTTP/1.1 200 ");
		String framing = rest.substring(0, rest.indexOf(':'));
		assertThat(upstream.last().header(framing)).hasSize(1);
	}

	@Test
	void hostIsThatOfTheClientWhereItIsPreserved() throws IOException {
		get("/preserving");
		assertThat(upstream.last().header("Host")).containsExactly("gateway.test");
	}

	@Test
	void viaIsAppended() throws IOException {
		get("/plain", "Via: 1.0 first");
		assertThat(upstream.last().header("Via")).containsExactly("1.0 first", "1.1 gateway");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%0d%0aX-Evil:1", "a%0aX-Evil:1", "a%0dX-Evil:1", "a%00b", "%0d%0a%0d%0aGET%20/" })
	void lineBreakInATemplatedHeaderIsRefused(String query) throws IOException {
		upstream.received().clear();
		String response = get("/query?q=" + query);
		assertThat(response).startsWith("HTTP/1.1 400 ").contains("application/problem+json").doesNotContain("X-Evil");
		assertThat(upstream.received()).isEmpty();
	}

	@Test
	void harmlessTemplatedHeaderIsSent() throws IOException {
		get("/query?q=a%20b");
		assertThat(upstream.last().header("X-Q")).containsExactly("a b");
	}

	private static String get(String target, String... headers) throws IOException {
		return RawHttp.get(app.port(), target, headers);
	}

}
