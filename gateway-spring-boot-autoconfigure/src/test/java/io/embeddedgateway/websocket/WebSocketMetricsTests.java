package io.embeddedgateway.websocket;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is counted of WebSockets.
 */
class WebSocketMetricsTests {

	private static RawUpstream upstream;

	private static GatewayApp app;

	private static MeterRegistry registry;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			String head = connection.readUntil("\r\n\r\n");
			connection.send(RawWebSockets.ACCEPT);
			if (head.startsWith("GET /ws/closes")) {
				connection.send(RawWebSockets.bytes(0x88, 2, 0x03, 0xe8));
			}
			connection.readAll();
		});
		app = GatewayApp.start("""
				gateway:
				  routes:
				    all: {path: /ws/**, uri: "%s"}
				""".formatted(upstream.uri()));
		registry = app.context().getBean(MeterRegistry.class);
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
	}

	private static double open() {
		return registry.get(GatewayMeter.WEBSOCKETS.meterName()).gauge().value();
	}

	private static double closed(String code) {
		FunctionCounter counter = registry.get(GatewayMeter.WEBSOCKETS_CLOSED.meterName())
			.tag("code", code)
			.functionCounter();
		return counter.count();
	}

	@Test
	void webSocketsAreCountedWhileTheyAreOpenAndByTheCodeOfTheirEnd() throws IOException {
		try (RawHttp client = RawWebSockets.open(app.port(), "/ws/stays")) {
			await().atMost(10, TimeUnit.SECONDS).until(() -> open() == 1);
			client.reset();
		}
		await().atMost(10, TimeUnit.SECONDS).until(() -> open() == 0 && closed("none") == 1);
		try (RawHttp client = RawWebSockets.open(app.port(), "/ws/closes")) {
			client.read(4);
			client.send(RawWebSockets.bytes(0x88, 0x82, 1, 2, 3, 4, 0x03 ^ 1, 0xe8 ^ 2));
		}
		await().atMost(10, TimeUnit.SECONDS).until(() -> open() == 0 && closed("normal") == 1);
		assertThat(closed("none")).isOne();
		assertThat(registry.find(GatewayMeter.REQUESTS.meterName()).tag("status", "1xx").timers()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "8802_03e8, 1000", "8882_00000000_03e9, 1001", "8882_a1b2c3d4_a241, 1011", "8806_0fa061626364, 4000",
			"8800, 0", "8801_03, 0", "8102_03e8_8800, 0", "8102_03e8_8802_03f3, 1011" })
	void codeIsReadFromTheCloseFrameInPiecesOfAnySize(String bytes, int code) {
		String digits = bytes.replace("_", "");
		byte[] all = new byte[digits.length() / 2];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
		}
		FrameBoundary whole = new FrameBoundary();
		whole.pass(DefaultDataBufferFactory.sharedInstance.wrap(all), 0);
		assertThat(whole.closeCode()).isEqualTo(code);
		FrameBoundary pieces = new FrameBoundary();
		for (byte one : all) {
			DataBuffer piece = DefaultDataBufferFactory.sharedInstance.wrap(new byte[] { one });
			pieces.pass(piece, 0);
		}
		assertThat(pieces.closeCode()).isEqualTo(code);
	}

	@ParameterizedTest
	@CsvSource({ "0, NONE", "1000, NORMAL", "1001, GOING_AWAY", "1002, REJECTED", "1011, SERVER_ERROR",
			"4000, APPLICATION", "3000, APPLICATION", "1006, OTHER", "5000, OTHER", "1, OTHER" })
	void codesAreFewKinds(int code, CloseKind kind) {
		assertThat(CloseKind.of(code)).isEqualTo(kind);
	}

}
