package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that leave: what was asked on their behalf is given up at once, and an upload
 * cut short never looks complete.
 */
class ClientGoneTests {

	private static final String HEAD = " HTTP/1.1\r\nHost: gateway.test\r\n";

	private static final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			String head = connection.readUntil("\r\n\r\n");
			arrived.add(head);
			if (head.startsWith("GET /r/streams")) {
				connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			}
			if (head.startsWith("POST /r/early")) {
				connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			}
			ended.add(connection.readAll());
		});
		app = GatewayApp.start("""
				gateway:
				  services:
				    upstream: {instances: "%s"}
				  routes:
				    all: {path: /r/**, service: upstream}
				""".formatted(upstream.uri()));
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
		await().atMost(10, TimeUnit.SECONDS).until(() -> inFlight() == 0);
	}

	@ParameterizedTest
	@EnumSource
	void whileTheUpstreamThinksItIsToldToStop(Leaving leaving) throws Exception {
		RawHttp client = new RawHttp(app.port());
		client.send("GET /r/thinks" + HEAD + "\r\n");
		assertThat(next(arrived)).startsWith("GET /r/thinks ");
		assertThat(inFlight()).isOne();
		leaving.leave(client);
		assertThat(next(ended)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whileTheBodyStreamsTheUpstreamIsToldToStop(Leaving leaving) throws Exception {
		RawHttp client = new RawHttp(app.port());
		client.send("GET /r/streams" + HEAD + "\r\n").readUntil("hello");
		assertThat(inFlight()).isOne();
		leaving.leave(client);
		assertThat(next(ended)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void uploadWithALengthThatIsCutShortIsCutShort(Leaving leaving) throws Exception {
		RawHttp client = new RawHttp(app.port());
		client.send("POST /r/upload" + HEAD + "Content-Length: 10\r\n\r\nhello");
		assertThat(next(arrived)).startsWith("POST /r/upload ").contains("Content-Length: 10");
		leaving.leave(client);
		assertThat(next(ended)).isIn("hello", "");
	}

	@ParameterizedTest
	@EnumSource
	void chunkedUploadThatIsCutShortHasNoEnd(Leaving leaving) throws Exception {
		RawHttp client = new RawHttp(app.port());
		client.send("POST /r/upload" + HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
		assertThat(next(arrived)).startsWith("POST /r/upload ").containsIgnoringCase("Transfer-Encoding: chunked");
		leaving.leave(client);
		assertThat(next(ended)).isIn("5\r\nhello\r\n", "");
	}

	@ParameterizedTest
	@EnumSource
	void uploadThatIsCutShortAfterAnEarlyAnswerHasNoEnd(Leaving leaving) throws Exception {
		RawHttp client = new RawHttp(app.port());
		client.send("POST /r/early" + HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n").readUntil("hello");
		leaving.leave(client);
		assertThat(next(ended)).isIn("5\r\nhello\r\n", "");
	}

	@ParameterizedTest
	@MethodSource("malformedChunks")
	void uploadWithAMalformedChunkHasNoEnd(String method, String chunks) throws Exception {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send(method + " /r/upload" + HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			assertThat(next(arrived)).startsWith(method + " /r/upload ");
			client.send(chunks);
			assertThat(next(ended)).isIn("5\r\nhello\r\n5\r\nworld\r\n", "5\r\nhello\r\n", "");
			assertThat(client.readAll()).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
		}
	}

	static Stream<Arguments> malformedChunks() {
		return Stream.of("POST", "PUT", "GET", "DELETE")
			.flatMap((method) -> Stream.of("zz\r\nmore\r\n0\r\n\r\n", "5\r\nworldXX0\r\n\r\n")
				.map((chunks) -> Arguments.of(method, chunks)));
	}

	private static int inFlight() {
		return app.context().getBean(Services.class).get("upstream").instances().get(0).inFlight();
	}

	private static String next(BlockingQueue<String> queue) throws InterruptedException {
		String next = queue.poll(10, TimeUnit.SECONDS);
		assertThat(next).as("what the upstream saw").isNotNull();
		return String.valueOf(next);
	}

	private enum Leaving {

		CLOSE {

			@Override
			void leave(RawHttp client) throws IOException {
				client.close();
			}

		},

		RESET {

			@Override
			void leave(RawHttp client) throws IOException {
				client.reset();
			}

		};

		abstract void leave(RawHttp client) throws IOException;

	}

}
