package io.embeddedgateway.websocket;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that stop while WebSockets are open.
 */
class WebSocketShutdownTests {

	@ParameterizedTest
	@ValueSource(strings = { "graceful", "immediate" })
	void bothSidesAreToldAndClose(String shutdown) throws Exception {
		CompletableFuture<String> heard = new CompletableFuture<>();
		try (RawUpstream upstream = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.send(RawWebSockets.ACCEPT);
			heard.complete(connection.readUntil(RawWebSockets.GOING_AWAY_MASKED));
			connection.send(RawWebSockets.GOING_AWAY);
		}); GatewayApp app = start(upstream, shutdown); RawHttp client = RawWebSockets.open(app.port(), "/ws")) {
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(app::close);
			assertThat(client.readUntil(RawWebSockets.GOING_AWAY)).isEqualTo(RawWebSockets.GOING_AWAY);
			client.send(RawWebSockets.GOING_AWAY_MASKED);
			assertThat(client.readAll()).isEmpty();
			assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo(RawWebSockets.GOING_AWAY_MASKED);
			stopped.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void frameThatIsOnItsWayGetsThereFirst() throws Exception {
		try (RawUpstream upstream = RawUpstream.with(WebSocketShutdownTests::sendHalfAFrame);
				GatewayApp app = start(upstream, "graceful");
				RawHttp client = RawWebSockets.open(app.port(), "/ws")) {
			client.readUntil("hel");
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(app::close);
			assertThat(client.readUntil(RawWebSockets.GOING_AWAY)).isEqualTo("lo" + RawWebSockets.GOING_AWAY);
			stopped.get(20, TimeUnit.SECONDS);
		}
	}

	private static void sendHalfAFrame(RawHttp connection) throws IOException {
		connection.readUntil("\r\n\r\n");
		connection.send(RawWebSockets.ACCEPT + RawWebSockets.bytes(0x81, 5) + "hel");
		connection.readUntil(RawWebSockets.GOING_AWAY_MASKED);
		connection.send("lo" + RawWebSockets.bytes(0x81, 5) + "never");
	}

	private static GatewayApp start(RawUpstream upstream, String shutdown) {
		return GatewayApp.start("""
				server: {shutdown: %s}
				gateway:
				  routes:
				    all: {path: /ws, uri: "%s"}
				""".formatted(shutdown, upstream.uri()));
	}

}
