package io.embeddedgateway.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections that change their protocol.
 */
class UpgradeTests {

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		app = GatewayApp.start("""
				server: {http2: {enabled: true}}
				gateway:
				  server: {header-timeout: 200ms, body-period: 200ms, http2: {max-control-frames: 20}}
				  routes:
				    hello: {path: /hello, respond: hello}
				""", Echo.class);
	}

	@AfterAll
	static void stop() {
		app.close();
	}

	@Test
	void webSocketMayBeSilentAndSlow() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("""
					GET /socket HTTP/1.1\r
					Host: a\r
					Connection: Upgrade\r
					Upgrade: websocket\r
					Sec-WebSocket-Version: 13\r
					Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
					\r
					""");
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
			later();
			http.send(new byte[] { (byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e' });
			later();
			http.send("llo");
			assertThat(http.readUntil("hello")).hasSize(7);
		}
	}

	@Test
	void floodIsFoundAfterAnUpgradeAsWell() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("""
					GET /hello HTTP/1.1\r
					Host: a\r
					Connection: Upgrade, HTTP2-Settings\r
					Upgrade: h2c\r
					HTTP2-Settings: \r
					\r
					""");
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
			http.readUntil("hello");
			http.send("PRI * HTTP/2.0\r\n\r\n");
			http.send("SM\r\n\r\n" + text(RawHttp2.frame(RawHttp2.SETTINGS, 0, 0, new byte[0])));
			http.send(text(RawHttp2.frame(RawHttp2.PING, 0, 0, new byte[8])).repeat(30));
			assertThat(http.readAll()).contains("too many frames");
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static void later() {
		await().pollDelay(500, TimeUnit.MILLISECONDS).until(() -> true);
	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@Bean
		SimpleUrlHandlerMapping sockets() {
			WebSocketHandler echo = (session) -> session.send(session.receive().map(WebSocketMessage::retain));
			return new SimpleUrlHandlerMapping(Map.of("/socket", echo), -1);
		}

	}

}
