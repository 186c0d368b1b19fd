package io.embeddedgateway.forward;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bodies stream both ways: nothing waits for the end, and nobody is sent more than the
 * other side takes.
 */
class StreamingTests {

	private static final int CHUNK = 64 * 1024;

	private static final long LARGE = 1600L * CHUNK;

	private static final AtomicLong moved = new AtomicLong();

	private static volatile Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		ByteBuf zeros = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[CHUNK]));
		upstream = Upstream.with((request, response) -> switch (request.uri()) {
			case "/r/events" -> response.sse().sendString(events.asFlux(), StandardCharsets.UTF_8);
			case "/r/down" -> response.header("Content-Length", Long.toString(LARGE))
				.send(Flux.range(0, 1600)
					.map((index) -> zeros.duplicate())
					.doOnNext((chunk) -> moved.addAndGet(CHUNK)));
			case "/r/up" -> response.sendString(request.receive()
				.map((chunk) -> moved.addAndGet(chunk.readableBytes()))
				.last()
				.map((bytes) -> Long.toString(bytes)));
			default -> response.send(Flux.never());
		});
		app = GatewayApp.start("""
				gateway:
				  routes:
				    all: {path: /r/**, uri: "%s"}
				""".formatted(upstream.uri()));
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@Test
	void eventsComeOneByOneAndHeadersBeforeTheFirst() throws IOException {
		Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
		events = sink;
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("GET /r/events HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
			for (int i = 0; i < 3; i++) {
				sink.tryEmitNext("data: " + i + "\n\n").orThrow();
				assertThat(http.readUntil("\n\n")).contains("data: " + i);
			}
			sink.tryEmitComplete().orThrow();
			assertThat(http.readUntil("0\r\n\r\n")).isEqualTo("\r\n0\r\n\r\n");
		}
	}

	@Test
	void hundredMegabytesComeDownInFlatMemory() throws IOException {
		moved.set(0);
		long before = pinned();
		long most = 0;
		long read = 0;
		try (InputStream body = connect("/r/down").getInputStream()) {
			byte[] buffer = new byte[CHUNK];
			for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
				read += length;
				most = Math.max(most, pinned() - before);
			}
		}
		assertThat(read).isEqualTo(LARGE);
		assertThat(most).isLessThan(LARGE / 4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "DELETE" })
	void hundredMegabytesGoUpInFlatMemory(String method) throws IOException {
		moved.set(0);
		long before = pinned();
		long most = 0;
		byte[] chunk = new byte[CHUNK];
		try (RawHttp http = new RawHttp(app.port())) {
			http.send(method + " /r/up HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n");
			for (int i = 0; i < 1600; i++) {
				http.send(chunk);
				most = Math.max(most, pinned() - before);
			}
			assertThat(http.readUntil(Long.toString(LARGE))).startsWith("HTTP/1.1 200 ");
		}
		assertThat(most).isLessThan(LARGE / 4);
	}

	@Test
	void clientThatDoesNotReadHoldsTheUpstreamBack() throws IOException {
		moved.set(0);
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("GET /r/down HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
			await().during(300, TimeUnit.MILLISECONDS).atMost(10, TimeUnit.SECONDS).until(movedSinceLastLook());
			assertThat(moved.get()).isLessThan(LARGE / 2);
			http.reset();
		}
	}

	@Test
	void upstreamThatDoesNotReadHoldsTheClientBack() throws Exception {
		AtomicLong sent = new AtomicLong();
		RawHttp http = new RawHttp(app.port());
		http.send("POST /r/stuck HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n");
		Thread sender = new Thread(() -> {
			try {
				byte[] chunk = new byte[CHUNK];
				while (sent.get() < LARGE) {
					http.send(chunk);
					sent.addAndGet(CHUNK);
				}
			}
			catch (IOException ex) {
				// The test is over
			}
		});
		sender.start();
		long[] last = { -1 };
		await().during(300, TimeUnit.MILLISECONDS).atMost(10, TimeUnit.SECONDS).until(() -> {
			boolean same = last[0] == sent.get();
			last[0] = sent.get();
			return same;
		});
		assertThat(sent.get()).isLessThan(LARGE / 2);
		http.reset();
		sender.join(10_000);
		assertThat(sender.isAlive()).isFalse();
	}

	private static Callable<Boolean> movedSinceLastLook() {
		long[] last = { -1 };
		return () -> {
			boolean same = last[0] == moved.get();
			last[0] = moved.get();
			return same;
		};
	}

	private static long pinned() {
		ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
		return (allocator instanceof PooledByteBufAllocator pooled)
				? pooled.pinnedDirectMemory() + pooled.pinnedHeapMemory()
				: ((ByteBufAllocatorMetricProvider) allocator).metric().usedDirectMemory();
	}

	private static HttpURLConnection connect(String path) throws IOException {
		return (HttpURLConnection) URI.create(app.url(path)).toURL().openConnection();
	}

}
