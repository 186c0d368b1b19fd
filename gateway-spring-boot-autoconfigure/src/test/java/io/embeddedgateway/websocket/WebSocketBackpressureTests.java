package io.embeddedgateway.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who sends faster than the other side reads is held back.
 */
class WebSocketBackpressureTests {

	private static final int FRAME = 64 * 1024;

	private static final int FRAMES = 1600;

	private static final long TOTAL = (long) FRAMES * FRAME;

	@Test
	void instanceIsHeldBackByTheClientAndTheClientByTheInstance() throws Exception {
		AtomicLong sentByInstance = new AtomicLong();
		CountDownLatch reads = new CountDownLatch(1);
		CompletableFuture<Long> received = new CompletableFuture<>();
		try (RawUpstream upstream = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.send(RawWebSockets.ACCEPT);
			flood(connection, sentByInstance);
			waitFor(reads);
			received.complete((long) connection.readAll().length());
		}); GatewayApp app = GatewayApp.start("""
				gateway:
				  routes:
				    all: {path: /ws, uri: "%s"}
				""".formatted(upstream.uri())); RawHttp client = RawWebSockets.open(app.port(), "/ws")) {
			long held = stopsAt(sentByInstance);
			assertThat(held).isLessThan(TOTAL / 2);
			AtomicLong sentByClient = new AtomicLong();
			CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> floodQuietly(client, sentByClient));
			assertThat(stopsAt(sentByClient)).isLessThan(TOTAL / 2);
			assertThat(client.skip(TOTAL)).isEqualTo(TOTAL);
			reads.countDown();
			flood.get(60, TimeUnit.SECONDS);
			client.closeOutput();
			assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(TOTAL);
		}
	}

	private static void waitFor(CountDownLatch latch) throws IOException {
		try {
			if (!latch.await(60, TimeUnit.SECONDS)) {
				throw new IOException("waited for too long");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private static long stopsAt(AtomicLong count) {
		AtomicLong before = new AtomicLong(-1);
		await().atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(500))
			.until(() -> before.getAndSet(count.get()) == count.get());
		return count.get();
	}

	private static void floodQuietly(RawHttp connection, AtomicLong sent) {
		try {
			flood(connection, sent);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// A binary frame of a payload that makes it 64 KB in all
	private static void flood(RawHttp connection, AtomicLong sent) throws IOException {
		byte[] frame = new byte[FRAME];
		frame[0] = (byte) 0x82;
		frame[1] = 126;
		frame[2] = (byte) ((FRAME - 4) >> 8);
		frame[3] = (byte) (FRAME - 4);
		for (int i = 0; i < FRAMES; i++) {
			connection.send(frame);
			sent.addAndGet(FRAME);
		}
	}

}
