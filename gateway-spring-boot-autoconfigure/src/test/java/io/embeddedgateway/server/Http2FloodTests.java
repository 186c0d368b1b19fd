package io.embeddedgateway.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that misuse HTTP/2, on real sockets. Each time another client is served on.
 */
class Http2FloodTests {

	private static final int END_STREAM = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int ENHANCE_YOUR_CALM = 0xb;

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> response.sendString(request.receive().aggregate().asString()));
		app = GatewayApp.start("""
				server: {http2: {enabled: true}}
				gateway:
				  server:
				    header-timeout: 1s
				    min-body-rate: 100B
				    body-period: 1s
				    http2: {max-concurrent-streams: 10, max-resets: 20, max-control-frames: 100}
				  routes:
				    echo: {path: /echo, uri: "%s"}
				    small: {path: /small, uri: "%1$s", max-request-body: 10B}
				    hello: {path: /hello, respond: hello}
				""".formatted(upstream.uri()));
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@EnumSource
	void floodIsCutOff(Flood flood) throws IOException {
		try (RawHttp2 http = new RawHttp2(app.port())) {
			http.send(RawHttp2.headers(1, END_HEADERS, true, "/echo"));
			for (int i = 0; i < 2000 && flood.send(http, i); i++) {
				// Goes on until it is cut off
			}
			assertThat(RawHttp.get(app.port(), "/hello")).startsWith("HTTP/1.1 200 ");
			RawHttp2.Frame end = http.read((frame) -> frame.is(RawHttp2.GOAWAY, 0));
			if (end != null) {
				assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
				assertThat(http.read((frame) -> false)).isNull();
			}
		}
	}

	@Test
	void ordinaryClientIsServed() throws IOException {
		try (RawHttp2 http = new RawHttp2(app.port())) {
			for (int i = 0; i < 150; i++) {
				int stream = 2 * i + 1;
				http.send(RawHttp2.headers(stream, END_HEADERS | END_STREAM, false, "/hello"));
				http.send(RawHttp2.frame(RawHttp2.WINDOW_UPDATE, 0, 0, new byte[] { 0, 0, 0, 5 }));
				RawHttp2.Frame end = http.read((frame) -> frame.stream() == stream && (frame.flags() & 1) != 0);
				assertThat(end).isNotNull();
			}
		}
	}

	@Test
	void moreStreamsThanAllowedAreRefused() throws IOException {
		try (RawHttp2 http = new RawHttp2(app.port())) {
			for (int i = 0; i < 11; i++) {
				http.send(RawHttp2.headers(2 * i + 1, END_HEADERS, true, "/echo"));
			}
			RawHttp2.Frame refused = http.read((frame) -> frame.is(RawHttp2.RST_STREAM, 21));
			assertThat(refused).isNotNull();
			assertThat(refused.error()).isEqualTo(7);
		}
	}

	@Test
	void headersThatDoNotEndCloseTheConnection() throws IOException {
		try (RawHttp2 http = new RawHttp2(app.port())) {
			http.send(RawHttp2.headers(1, END_STREAM, false, "/hello"));
			RawHttp2.Frame end = http.read((frame) -> frame.is(RawHttp2.GOAWAY, 0));
			assertThat(end).isNotNull();
			assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
		}
	}

	@Test
	void uploadThatStandsStillIsCutOffAlone() throws IOException {
		try (RawHttp2 http = new RawHttp2(app.port())) {
			http.send(RawHttp2.headers(1, END_HEADERS, true, "/small"));
			http.send(RawHttp2.frame(RawHttp2.DATA, 0, 1, new byte[5]));
			RawHttp2.Frame answer = http.read((frame) -> frame.is(RawHttp2.HEADERS, 1));
			assertThat(answer).isNotNull();
			assertThat(new String(answer.payload(), StandardCharsets.ISO_8859_1)).contains("408");
			http.send(RawHttp2.headers(3, END_HEADERS | END_STREAM, false, "/hello"));
			assertThat(http.read((frame) -> frame.is(RawHttp2.DATA, 3))).isNotNull();
		}
	}

	@Test
	void bodyIsCountedOverHttp2() throws IOException {
		try (RawHttp2 http = new RawHttp2(app.port())) {
			http.send(RawHttp2.headers(1, END_HEADERS, true, "/small"));
			http.send(RawHttp2.frame(RawHttp2.DATA, 0, 1, new byte[10]));
			http.send(RawHttp2.frame(RawHttp2.DATA, 0, 1, new byte[1]));
			RawHttp2.Frame problem = http.read((frame) -> frame.is(RawHttp2.DATA, 1));
			assertThat(problem).isNotNull();
			assertThat(new String(problem.payload(), StandardCharsets.ISO_8859_1)).contains("\"status\":413");
			http.send(RawHttp2.headers(3, END_HEADERS | END_STREAM, false, "/hello"));
			assertThat(http.read((frame) -> frame.is(RawHttp2.DATA, 3))).isNotNull();
		}
	}

	enum Flood {

		PING(RawHttp2.frame(RawHttp2.PING, 0, 0, new byte[8])),

		SETTINGS(RawHttp2.frame(RawHttp2.SETTINGS, 0, 0, new byte[0])),

		PRIORITY(RawHttp2.frame(RawHttp2.PRIORITY, 0, 1, new byte[5])),

		WINDOW_UPDATE(RawHttp2.frame(RawHttp2.WINDOW_UPDATE, 0, 0, new byte[] { 0, 0, 0, 1 })),

		RESET_OF_NOTHING(RawHttp2.frame(RawHttp2.RST_STREAM, 0, 1, new byte[4])),

		UNKNOWN(RawHttp2.frame(0x42, 0, 0, new byte[0])),

		EMPTY_DATA(RawHttp2.frame(RawHttp2.DATA, 0, 1, new byte[0])),

		EMPTY_AND_OTHER_DATA(RawHttp2.frame(RawHttp2.DATA, 0, 1, new byte[0]),
				RawHttp2.frame(RawHttp2.DATA, 0, 1, new byte[1])),

		CONTINUATION(RawHttp2.headers(3, 0, false, "/hello"), RawHttp2.frame(RawHttp2.CONTINUATION, 0, 3, new byte[0])),

		RAPID_RESET {
			@Override
			boolean send(RawHttp2 http, int number) {
				int stream = 2 * number + 3;
				return http.send(RawHttp2.headers(stream, END_HEADERS, true, "/echo"))
						&& http.send(RawHttp2.frame(RawHttp2.RST_STREAM, 0, stream, new byte[] { 0, 0, 0, 8 }));
			}
		};

		private final byte[][] frames;

		Flood(byte[]... frames) {
			this.frames = frames;
		}

		// A block of headers begins once, and goes on and on
		boolean send(RawHttp2 http, int number) {
			boolean again = this == CONTINUATION && number > 0;
			boolean sent = true;
			for (int i = again ? 1 : 0; i < this.frames.length; i++) {
				sent &= http.send(this.frames[i]);
			}
			return sent;
		}

	}

}
