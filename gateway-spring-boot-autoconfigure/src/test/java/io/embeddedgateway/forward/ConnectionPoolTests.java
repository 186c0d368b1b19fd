package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections to instances: bounded, reused, and found dead when they are.
 */
class ConnectionPoolTests {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private static final BlockingQueue<CompletableFuture<Void>> waiting = new LinkedBlockingQueue<>();

	private static final List<String> requests = new CopyOnWriteArrayList<>();

	private static RawUpstream slow;

	private static RawUpstream stale;

	private static RawUpstream keeping;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		slow = RawUpstream.with((connection) -> {
			while (true) {
				connection.readUntil("\r\n\r\n");
				CompletableFuture<Void> answer = new CompletableFuture<>();
				waiting.add(answer);
				answer.join();
				connection.send(OK);
			}
		});
		// Answers one request on a connection, and closes it when the second comes
		stale = RawUpstream.with((connection) -> {
			requests.add(connection.readUntil("\r\n"));
			connection.readUntil("\r\n\r\n");
			connection.send(OK);
			requests.add(connection.readUntil("\r\n"));
			connection.readUntil("\r\n\r\n");
		});
		keeping = RawUpstream.with((connection) -> {
			while (true) {
				connection.readUntil("\r\n\r\n");
				connection.send(OK);
			}
		});
		app = GatewayApp.start("""
				gateway:
				  services:
				    slow: {instances: "%s", max-connections: 1, max-pending: 1}
				    unqueued: {instances: "%s", max-connections: 1, max-pending: 0}
				    stale: {instances: "%s", max-connections: 1, retry: none}
				    keeping: {instances: "%s", max-connections: 1}
				  routes:
				    slow: {path: /slow, service: slow}
				    unqueued: {path: /unqueued, service: unqueued}
				    stale: {path: /stale, service: stale}
				    keeping: {path: /keeping, service: keeping}
				""".formatted(slow.uri(), slow.uri(), stale.uri(), keeping.uri()));
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		slow.close();
		stale.close();
		keeping.close();
	}

	@Test
	void requestBeyondPoolAndQueueIsRefusedAtOnce() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			// All on one connection, so that all are on one event loop with one pool
			CompletableFuture<Void> held = hold(client);
			int before = inFlight("unqueued");
			assertThat(before).isOne();
			// The pool is per event loop, of which there are few: one of some requests
			// has to meet the same one
			String refused = "";
			for (int i = 0; i < 64 && !refused.startsWith("HTTP/1.1 503"); i++) {
				try (RawHttp other = new RawHttp(app.port())) {
					other.send("GET /unqueued HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
					CompletableFuture<Void> answer = waiting.poll(300, TimeUnit.MILLISECONDS);
					if (answer != null) {
						answer.complete(null);
					}
					refused = other.readAll();
				}
			}
			assertThat(refused).startsWith("HTTP/1.1 503 ").contains("problem+json").doesNotContain("127.0.0.1");
			held.complete(null);
			assertThat(client.readUntil("ok")).startsWith("HTTP/1.1 200 ");
		}
		await().atMost(10, TimeUnit.SECONDS).until(() -> inFlight("unqueued") == 0);
	}

	private static CompletableFuture<Void> hold(RawHttp client) throws Exception {
		client.send("GET /unqueued HTTP/1.1\r\nHost: a\r\n\r\n");
		CompletableFuture<Void> held = waiting.poll(10, TimeUnit.SECONDS);
		assertThat(held).isNotNull();
		return held;
	}

	@ParameterizedTest
	@CsvSource({ "GET, 200", "HEAD, 200", "OPTIONS, 200", "POST, 502", "DELETE, 502" })
	void staleConnectionIsReplacedWhereTheRequestIsSafe(String method, int status) throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /stale HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("ok");
			client.send(method + " /stale?second HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(client.readAll()).startsWith("HTTP/1.1 " + status + " ");
		}
		assertThat(requests).filteredOn((request) -> request.startsWith(method + " /stale?second "))
			.hasSize((status == 200) ? 2 : 1);
		await().atMost(10, TimeUnit.SECONDS).until(() -> inFlight("stale") == 0);
	}

	@Test
	void safeRequestWithABodyIsNotSentTwice() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /stale HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("ok");
			client.send("GET /stale?body HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\na");
			assertThat(client.readAll()).startsWith("HTTP/1.1 502 ");
		}
		assertThat(requests).filteredOn((request) -> request.startsWith("GET /stale?body ")).hasSize(1);
	}

	@Test
	void connectionIsUsedAgain() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			for (int i = 0; i < 5; i++) {
				client.send("GET /keeping HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("ok");
			}
		}
		assertThat(keeping.connections()).isOne();
	}

	private static int inFlight(String service) {
		return app.context().getBean(Services.class).get(service).instances().get(0).inFlight();
	}

}
