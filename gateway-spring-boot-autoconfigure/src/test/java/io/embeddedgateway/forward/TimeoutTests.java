package io.embeddedgateway.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every wait ends.
 */
class TimeoutTests {

	private static final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

	private static final BlockingQueue<Boolean> released = new LinkedBlockingQueue<>();

	private static final List<Socket> backlog = new ArrayList<>();

	private static ServerSocket blackHole;

	private static RawUpstream reading;

	private static RawUpstream stuck;

	private static RawUpstream dripping;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		InetAddress loopback = InetAddress.getByName("127.0.0.1");
		blackHole = new ServerSocket(0, 1, loopback);
		// Nobody accepts, and once the backlog is full, nothing answers any more
		for (int i = 0; i < 4; i++) {
			Socket socket = new Socket();
			backlog.add(socket);
			try {
				socket.connect(blackHole.getLocalSocketAddress(), 100);
			}
			catch (IOException ex) {
				// Full
			}
		}
		startUpstreams();
		app = GatewayApp.start("""
				gateway:
				  services:
				    black-hole: {instances: "http://127.0.0.1:%s", connect-timeout: 300ms}
				    reading: {instances: "%s", idle-timeout: 300ms}
				    stuck: {instances: "%s", idle-timeout: 300ms}
				    dripping: {instances: "%s", idle-timeout: 600ms, response-timeout: 600ms}
				  routes:
				    black-hole: {path: /black-hole, service: black-hole}
				    reading: {path: /reading, service: reading}
				    stuck: {path: /stuck, service: stuck}
				    dripping: {path: /dripping, service: dripping}
				""".formatted(blackHole.getLocalPort(), reading.uri(), stuck.uri(), dripping.uri()));
	}

	private static void startUpstreams() throws IOException {
		reading = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			ended.add(connection.readAll());
		});
		stuck = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			try {
				released.poll(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		dripping = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
			for (int i = 0; i < 8; i++) {
				await().pollDelay(100, TimeUnit.MILLISECONDS).until(() -> true);
				connection.send("x");
			}
		});
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		for (RawUpstream upstream : List.of(reading, stuck, dripping)) {
			upstream.close();
		}
		for (Socket socket : backlog) {
			socket.close();
		}
		blackHole.close();
	}

	@AfterEach
	void nothingIsInFlight() {
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> app.context()
				.getBean(Services.class)
				.all()
				.stream()
				.allMatch((service) -> service.instances().get(0).inFlight() == 0));
	}

	@Test
	void connectionThatNobodyAcceptsTimesOut() throws IOException {
		assertThat(RawHttp.get(app.port(), "/black-hole")).startsWith("HTTP/1.1 504 ")
			.contains("problem+json")
			.doesNotContain("127.0.0.1");
	}

	@Test
	void clientThatStopsSendingIsGivenUp() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("POST /reading HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 408 ").contains("problem+json");
			assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo("5\r\nhello\r\n");
		}
	}

	@Test
	void upstreamThatStopsReadingIsGivenUp() throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("POST /stuck HTTP/1.1\r\nHost: a\r\nContent-Length: 200000000\r\n\r\n");
			Thread sender = new Thread(() -> {
				try {
					while (!Thread.currentThread().isInterrupted()) {
						client.send(new byte[64 * 1024]);
					}
				}
				catch (IOException ex) {
					// The test is over
				}
			});
			sender.start();
			assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 504 ").contains("problem+json");
			sender.interrupt();
			client.reset();
			sender.join(10_000);
		}
		released.add(true);
	}

	@Test
	void bodyThatKeepsComingIsNotCutOff() throws IOException {
		assertThat(RawHttp.get(app.port(), "/dripping")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nxxxxxxxx");
	}

}
