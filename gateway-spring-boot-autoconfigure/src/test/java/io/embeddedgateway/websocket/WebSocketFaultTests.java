package io.embeddedgateway.websocket;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What no proper client or server would do to a WebSocket.
 */
class WebSocketFaultTests {

	private static final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with(WebSocketFaultTests::serve);
		app = GatewayApp.start("""
				gateway:
				  services:
				    upstream: {instances: "%s"}
				    hasty: {instances: "%s", idle-timeout: 500ms}
				  routes:
				    all: {path: /ws/**, service: upstream}
				    hasty: {path: /hasty/**, service: hasty}
				    pinged: {path: /pinged, service: upstream, websocket: {ping: 1s}}
				""".formatted(upstream.uri(), upstream.uri()));
	}

	private static void serve(RawHttp connection) throws IOException {
		String head = connection.readUntil("\r\n\r\n");
		arrived.add(head);
		if (head.contains("/refused")) {
			connection.send("HTTP/1.1 401 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
		}
		else if (head.contains("/unproved")) {
			connection.send(RawWebSockets.ACCEPT.replace("s3pP", "S3PP"));
		}
		else if (head.toLowerCase(Locale.ROOT).contains("upgrade: ") || head.contains("/unsolicited")) {
			connection.send(RawWebSockets.ACCEPT);
			if (head.contains("/resets")) {
				connection.readUntil("now");
				connection.reset();
			}
			if (head.contains("/half")) {
				connection.send(RawWebSockets.bytes(0x81, 5) + "hel");
			}
			if (head.contains("/echo")) {
				connection.send(connection.readUntil("early"));
			}
		}
		else {
			connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nplain");
		}
		ended.add(connection.readAll());
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
	}

	@BeforeEach
	void forget() {
		arrived.clear();
		ended.clear();
	}

	@AfterEach
	void nothingIsInFlight() {
		Services services = app.context().getBean(Services.class);
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> services.get("upstream").instances().get(0).inFlight() == 0
					&& services.get("hasty").instances().get(0).inFlight() == 0);
	}

	@Test
	void whatIsSentRightBehindTheHandshakeReachesTheInstance() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(RawWebSockets.handshake("/ws/echo") + RawWebSockets.bytes(0x81, 5) + "early");
			assertThat(client.readUntil("early")).startsWith("HTTP/1.1 101 ")
				.contains("Sec-WebSocket-Accept: s3pP")
				.containsIgnoringCase("\r\nUpgrade: websocket\r\n")
				.containsIgnoringCase("\r\nConnection: upgrade\r\n")
				.doesNotContainIgnoringCase("Transfer-Encoding");
		}
	}

	@Test
	void whatIsSentBehindARefusedHandshakeIsNoRequest() throws Exception {
		String answer = RawHttp.exchange(app.port(),
				RawWebSockets.handshake("/ws/refused") + "GET /ws/smuggled HTTP/1.1\r\nHost: gateway.test\r\n\r\n");
		assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase("Connection: close").endsWith("no");
		assertThat(arrived).hasSize(1);
	}

	@Test
	void changeOfProtocolThatNobodyAskedForIsRefused() throws Exception {
		assertThat(RawHttp.get(app.port(), "/ws/unsolicited")).startsWith("HTTP/1.1 502 ");
	}

	@Test
	void instanceThatHasNotSeenTheHandshakeIsRefused() throws Exception {
		assertThat(RawHttp.exchange(app.port(), RawWebSockets.handshake("/ws/unproved"))).startsWith("HTTP/1.1 502 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "Sec-WebSocket-Version: 13\r\n",
			"Connection: keep-alive, Upgrade\r\n", "GET", "HTTP/1.1", "\r\n\r\n" })
	void badHandshakeIsAnOrdinaryRequest(String missing) throws Exception {
		String instead = switch (missing) {
			case "GET" -> "POST";
			case "HTTP/1.1" -> "HTTP/1.0";
			case "\r\n\r\n" -> "\r\nContent-Length: 2\r\n\r\nhi";
			default -> "";
		};
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(RawWebSockets.handshake("/ws/plain").replace(missing, instead));
			assertThat(client.readUntil("plain")).matches("(?s)HTTP/1.[01] 200 .*");
		}
		assertThat(next(arrived)).doesNotContainIgnoringCase("Upgrade");
	}

	@Test
	void otherVersionsAreForTheInstanceToJudge() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(RawWebSockets.handshake("/ws/refused").replace("Version: 13", "Version: 12"));
			assertThat(client.readAll()).startsWith("HTTP/1.1 401 ");
		}
		assertThat(next(arrived)).containsIgnoringCase("Upgrade: websocket").contains("Sec-WebSocket-Version: 12");
	}

	@Test
	void clientThatGoesWithoutAWordTakesTheInstanceAlong() throws Exception {
		RawHttp client = RawWebSockets.open(app.port(), "/ws/quiet");
		client.send("last words").close();
		assertThat(next(ended)).isEqualTo("last words");
	}

	@Test
	void clientThatResetsTakesTheInstanceAlong() throws Exception {
		RawHttp client = RawWebSockets.open(app.port(), "/ws/quiet");
		client.reset();
		assertThat(next(ended)).isEmpty();
	}

	@Test
	void instanceThatResetsTakesTheClientAlong() throws Exception {
		try (RawHttp client = RawWebSockets.open(app.port(), "/ws/resets")) {
			client.send("now");
			assertThat(client.readAll()).isEmpty();
		}
	}

	@Test
	void silenceEndsWithGoodbye() throws Exception {
		try (RawHttp client = RawWebSockets.open(app.port(), "/hasty/quiet")) {
			assertThat(client.readAll()).isEqualTo(RawWebSockets.GOING_AWAY);
		}
		assertThat(next(ended)).isEmpty();
	}

	@Test
	void silenceWithinAFrameEndsWithout() throws Exception {
		try (RawHttp client = RawWebSockets.open(app.port(), "/hasty/half")) {
			assertThat(client.readAll()).isEqualTo(RawWebSockets.bytes(0x81, 5) + "hel");
		}
	}

	@Test
	void clientIsPinged() throws Exception {
		try (RawHttp client = RawWebSockets.open(app.port(), "/pinged")) {
			client.readUntil(RawWebSockets.bytes(0x89, 0));
			client.readUntil(RawWebSockets.bytes(0x89, 0));
			client.send("pong");
		}
		assertThat(next(ended)).isEqualTo("pong");
	}

	private static String next(BlockingQueue<String> queue) throws InterruptedException {
		String next = queue.poll(10, TimeUnit.SECONDS);
		assertThat(next).as("what the upstream saw").isNotNull();
		return String.valueOf(next);
	}

}
