package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is in flight when somebody stops: the application, or a client that reads.
 */
class StopTests {

	@Test
	void applicationThatStopsFinishesWhatIsInFlightAndTakesNothingNew() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		try (RawUpstream upstream = RawUpstream.with((connection) -> {
			if (connection.readUntil("\r\n\r\n").startsWith("GET /r/b ")) {
				return;
			}
			connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n");
			arrived.countDown();
			await().atMost(10, TimeUnit.SECONDS).until(() -> answer.getCount() == 0);
			connection.send("3\r\nend\r\n0\r\n\r\n");
		}); GatewayApp app = start(upstream, "30s")) {
			int port = app.port();
			try (RawHttp client = new RawHttp(port)) {
				client.send("GET /r/a HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("good");
				Thread stopping = new Thread(app::close);
				stopping.start();
				await().atMost(10, TimeUnit.SECONDS).until(() -> isRefused(port));
				assertThat(stopping.isAlive()).isTrue();
				answer.countDown();
				assertThat(client.readAll()).endsWith("3\r\nend\r\n0\r\n\r\n");
				stopping.join(10_000);
				assertThat(stopping.isAlive()).isFalse();
			}
		}
	}

	@Test
	void clientThatReadsNoMoreIsGivenUp() throws Exception {
		BlockingQueue<Boolean> gone = new LinkedBlockingQueue<>();
		try (RawUpstream upstream = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
			try {
				for (int i = 0; i < 10_000; i++) {
					connection.send(new byte[100_000]);
				}
			}
			catch (IOException ex) {
				gone.add(true);
			}
		}); GatewayApp app = start(upstream, "500ms"); RawHttp client = new RawHttp(app.port())) {
			client.send("GET /r/a HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
			assertThat(gone.poll(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static boolean isRefused(int port) {
		try (RawHttp http = new RawHttp(port)) {
			return http.send("GET /r/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").readAll().isEmpty();
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static GatewayApp start(RawUpstream upstream, String idleTimeout) {
		return GatewayApp.start("""
				gateway:
				  services:
				    upstream: {instances: "%s", idle-timeout: %s}
				  routes:
				    all: {path: /r/**, service: upstream}
				""".formatted(upstream.uri(), idleTimeout));
	}

}
