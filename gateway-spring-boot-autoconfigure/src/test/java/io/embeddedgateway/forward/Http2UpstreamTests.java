package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawHttp2;
import io.embeddedgateway.testing.RawHttp2.Frame;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that speak HTTP/2, properly or not, frame by frame.
 */
class Http2UpstreamTests {

	private static final Map<String, RawUpstream> upstreams = new LinkedHashMap<>();

	private static final AtomicInteger tries = new AtomicInteger();

	private static final int STREAM_ERROR = 2;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		add("fields",
				(http2, request) -> http2
					.headers(request.stream(), false, ":status", "200", "x-name", "value", "x-latin", "gr\u00fc\u00df")
					.data(request.stream(), false, "hello")
					.headers(request.stream(), true, "x-trailer", "last"));
		add("echo-head", (http2, request) -> http2.headers(request.stream(), true, ":status", "200", "x-path",
				request.header(":path"), "x-method", request.header(":method"), "x-authority",
				request.header(":authority"), "x-scheme", request.header(":scheme"), "x-te", request.header("te"),
				"x-via", request.header("via"), "x-hop",
				request.header("connection") + request.header("transfer-encoding") + request.header("x-http2-scheme")));
		add("interim",
				(http2, request) -> http2.headers(request.stream(), false, ":status", "103", "link", "</a>")
					.headers(request.stream(), false, ":status", "200")
					.data(request.stream(), true, "hello"));
		add("head", (http2, request) -> http2.headers(request.stream(), true, ":status", "200", "content-length", "5"));
		add("no-content", (http2, request) -> http2.headers(request.stream(), true, ":status", "204"));
		startMisbehaving();
		startRefusing();
		upstreams.put("http1", RawUpstream.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
		upstreams.put("silent", RawUpstream.with(RawHttp::readAll));
		app = GatewayApp.start(yaml());
	}

	private static void startMisbehaving() throws IOException {
		add("data-first", (http2, request) -> http2.data(request.stream(), true, "hello"));
		add("no-status", (http2, request) -> http2.headers(request.stream(), true, "x-name", "value"));
		add("bad-status", (http2, request) -> http2.headers(request.stream(), true, ":status", "2x0"));
		add("bad-block", (http2, request) -> http2.frame(RawHttp2.HEADERS, 5, request.stream(), (byte) 0xff,
				(byte) 0xff, (byte) 0xff, (byte) 0xff));
		add("long-headers", (http2, request) -> http2.headers(request.stream(), true, ":status", "200", "x-long",
				"x".repeat(9000)));
		add("injects", (http2, request) -> http2.headers(request.stream(), true, ":status", "200", "x-name",
				"a\r\nX-Evil: b"));
		add("connection-header", (http2, request) -> http2.headers(request.stream(), true, ":status", "200",
				"transfer-encoding", "chunked"));
		add("no-body",
				(http2, request) -> http2.headers(request.stream(), true, ":status", "200", "content-length", "5"));
		add("empty-body",
				(http2, request) -> http2.headers(request.stream(), false, ":status", "200", "content-length", "5")
					.data(request.stream(), true, ""));
		add("bad-length",
				(http2, request) -> http2.headers(request.stream(), false, ":status", "200", "content-length", "5, 6")
					.data(request.stream(), true, "hello"));
		add("resets", (http2, request) -> http2.reset(request.stream(), STREAM_ERROR));
		add("closes", (http2, request) -> http2.close());
		add("breaks-off",
				(http2, request) -> http2.headers(request.stream(), false, ":status", "200")
					.data(request.stream(), false, "hello")
					.reset(request.stream(), STREAM_ERROR));
		add("short-body",
				(http2, request) -> http2.headers(request.stream(), false, ":status", "200", "content-length", "9")
					.data(request.stream(), true, "hello"));
	}

	private static void startRefusing() throws IOException {
		add("refuses-once", (http2, request) -> {
			if (tries.getAndIncrement() == 0) {
				http2.reset(request.stream(), 7);
			}
			else {
				http2.headers(request.stream(), true, ":status", "200");
			}
		});
		add("refuses-always", (http2, request) -> {
			tries.getAndIncrement();
			http2.reset(request.stream(), 7);
		});
		add("goes-away", (http2, request) -> {
			if (tries.getAndIncrement() == 0) {
				http2.goAway(0, 0);
				http2.next(RawHttp2.GOAWAY);
			}
			else {
				http2.headers(request.stream(), true, ":status", "200", "x-try", "second");
			}
		});
	}

	private static void add(String name, Answer answer) throws IOException {
		upstreams.put(name, RawUpstream.with((connection) -> {
			RawHttp2 http2 = RawHttp2.server(connection);
			while (true) {
				answer.to(http2, http2.next(RawHttp2.HEADERS));
			}
		}));
	}

	private static String yaml() {
		StringBuilder yaml = new StringBuilder("gateway:\n  defaults: {retry: none}\n  services:\n");
		upstreams.forEach((name, upstream) -> yaml.append("    ")
			.append(name)
			.append(": {instances: '")
			.append(upstream.uri())
			.append("', protocol: h2c, connect-timeout: 1s, max-header-size: 8KB}\n"));
		yaml.append("  routes:\n");
		upstreams.keySet()
			.forEach((name) -> yaml.append("    ")
				.append(name)
				.append(": {path: /")
				.append(name)
				.append("/**, service: ")
				.append(name)
				.append("}\n"));
		return yaml.toString();
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		for (RawUpstream upstream : upstreams.values()) {
			upstream.close();
		}
	}

	@Test
	void responseComesWithItsFieldsAndTrailers() throws IOException {
		String response = RawHttp.get(app.port(), "/fields");
		assertThat(response).startsWith("HTTP/1.1 200 OK\r\n")
			.contains("x-name: value\r\n", "x-latin: gr\u00fc\u00df\r\n")
			.containsIgnoringCase("Via: 2 gateway\r\n")
			.doesNotContainIgnoringCase("x-http2")
			.endsWith("5\r\nhello\r\n0\r\nx-trailer: last\r\n\r\n");
	}

	@Test
	void requestGoesWithItsFields() throws IOException {
		String response = RawHttp.get(app.port(), "/echo-head//a%20b?x=1&y", "TE: trailers", "Connection: TE",
				"X-Http2-Scheme: ftp");
		assertThat(response).contains("x-path: /echo-head//a%20b?x=1&y\r\n", "x-method: GET\r\n",
				"x-authority: 127.0.0.1:" + upstreams.get("echo-head").port() + "\r\n", "x-scheme: http\r\n",
				"x-te: trailers\r\n", "x-via: 1.1 gateway\r\n", "x-hop: ftp\r\n");
	}

	@Test
	void interimResponsesComeBeforeTheResponse() throws IOException {
		assertThat(RawHttp.get(app.port(), "/interim"))
			.startsWith("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n")
			.endsWith("5\r\nhello\r\n0\r\n\r\n");
	}

	@Test
	void headHasTheLengthOfWhatGetWouldHave() throws IOException {
		assertThat(RawHttp.exchange(app.port(), "HEAD /head HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
			.contains("content-length: 5\r\n")
			.endsWith("\r\n\r\n");
	}

	@Test
	void noContentHasNoLength() throws IOException {
		assertThat(RawHttp.get(app.port(), "/no-content")).startsWith("HTTP/1.1 204 ")
			.doesNotContainIgnoringCase("content-length")
			.doesNotContainIgnoringCase("transfer-encoding");
	}

	@ParameterizedTest
	@ValueSource(strings = { "data-first", "no-status", "bad-status", "bad-block", "long-headers", "injects",
			"connection-header", "no-body", "empty-body", "bad-length", "resets", "closes", "http1" })
	void faultBeforeTheBodyBecomesAProblem(String fault) throws IOException {
		assertThat(RawHttp.get(app.port(), "/" + fault)).startsWith("HTTP/1.1 502 ")
			.contains("application/problem+json")
			.doesNotContain("X-Evil")
			.doesNotContain("127.0.0.1");
		assertNothingInFlight();
	}

	@Test
	void instanceThatSendsNoSettingsIsNotConnectedInTime() throws IOException {
		assertThat(RawHttp.get(app.port(), "/silent")).startsWith("HTTP/1.1 504 ");
		assertNothingInFlight();
	}

	@Test
	void bodyThatBreaksOffHasNoEnd() throws IOException {
		assertThat(RawHttp.get(app.port(), "/breaks-off")).startsWith("HTTP/1.1 200 ").doesNotContain("0\r\n\r\n");
		assertNothingInFlight();
	}

	@Test
	void bodyShorterThanItsLengthBreaksOff() throws IOException {
		assertThat(RawHttp.get(app.port(), "/short-body")).doesNotEndWith("hello0000")
			.satisfiesAnyOf((response) -> assertThat(response).startsWith("HTTP/1.1 502 "),
					(response) -> assertThat(response).contains("content-length: 9").doesNotEndWith("hellohello"));
		assertNothingInFlight();
	}

	@Test
	void refusedRequestIsSentOnceMore() throws IOException {
		tries.set(0);
		assertThat(RawHttp.get(app.port(), "/refuses-once")).startsWith("HTTP/1.1 200 ");
		assertThat(tries).hasValue(2);
	}

	@Test
	void refusedRequestIsSentOnceMoreOnly() throws IOException {
		tries.set(0);
		assertThat(RawHttp.get(app.port(), "/refuses-always")).startsWith("HTTP/1.1 502 ");
		assertThat(tries).hasValue(2);
	}

	@Test
	void refusedRequestWithABodyIsNotSentAgain() throws IOException {
		tries.set(0);
		assertThat(RawHttp.exchange(app.port(),
				"POST /refuses-always HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"))
			.startsWith("HTTP/1.1 502 ");
		assertThat(tries).hasValue(1);
	}

	@Test
	void requestThatWasNotServedBeforeGoAwayIsSentOnAnotherConnection() throws IOException {
		tries.set(0);
		assertThat(RawHttp.get(app.port(), "/goes-away")).startsWith("HTTP/1.1 200 ").contains("x-try: second");
		assertThat(upstreams.get("goes-away").connections()).isEqualTo(2);
	}

	private static void assertNothingInFlight() {
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> app.context()
				.getBean(Services.class)
				.all()
				.stream()
				.allMatch((service) -> service.instances().get(0).inFlight() == 0));
	}

	/**
	 * What an instance does with a request.
	 */
	@FunctionalInterface
	interface Answer {

		void to(RawHttp2 http2, Frame request) throws IOException;

	}

}
