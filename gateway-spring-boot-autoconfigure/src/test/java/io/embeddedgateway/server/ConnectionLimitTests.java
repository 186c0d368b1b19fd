package io.embeddedgateway.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections of several addresses, on real sockets.
 */
class ConnectionLimitTests {

	private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		app = GatewayApp.start("""
				gateway:
				  server: {max-connections: 6, max-connections-per-address: 2}
				  trusted-proxies: 127.0.0.9
				  routes:
				    hello: {path: /hello, respond: hello}
				""");
	}

	@AfterAll
	static void stop() {
		app.close();
	}

	@Test
	void limitsHoldPerAddressAndInAll() throws IOException {
		try (RawHttp first = from(1); RawHttp second = from(1)) {
			served(first);
			served(second);
			refused(1);
			try (RawHttp other = from(2);
					RawHttp proxy1 = from(9);
					RawHttp proxy2 = from(9);
					RawHttp proxy3 = from(9)) {
				served(other);
				served(proxy1);
				served(proxy2);
				served(proxy3);
				refused(3);
				refused(9);
				served(first);
			}
		}
		await().untilAsserted(() -> {
			try (RawHttp again = from(1)) {
				served(again);
			}
		});
	}

	private static void served(RawHttp http) throws IOException {
		assertThat(http.send(HELLO).readUntil("hello")).startsWith("HTTP/1.1 200 ");
	}

	private static void refused(int host) throws IOException {
		try (RawHttp http = from(host)) {
			assertThat(http.readAll()).isEmpty();
		}
	}

	private static RawHttp from(int host) throws IOException {
		return new RawHttp(new Socket(InetAddress.getByName("127.0.0.1"), app.port(),
				InetAddress.getByName("127.0.0." + host), 0));
	}

}
