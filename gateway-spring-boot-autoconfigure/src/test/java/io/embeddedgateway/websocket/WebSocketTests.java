package io.embeddedgateway.websocket;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A WebSocket client of the JDK, through the gateway, at a real WebSocket server.
 */
class WebSocketTests {

	private static final BlockingQueue<String> closes = new LinkedBlockingQueue<>();

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with(WebSocketTests::serve);
		app = GatewayApp.start("""
				gateway:
				  services:
				    upstream: {instances: "%s"}
				  routes:
				    all: {path: /ws/**, service: upstream}
				    nobody: {path: /nobody, uri: "http://127.0.0.1:1"}
				    gone: {path: /gone, redirect: /elsewhere}
				""".formatted(upstream.uri()));
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@AfterEach
	void nothingIsInFlight() {
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> app.context().getBean(Services.class).get("upstream").instances().get(0).inFlight() == 0);
	}

	private static Publisher<Void> serve(HttpServerRequest request, HttpServerResponse response) {
		return switch (request.uri()) {
			case "/ws/unauthorized" -> response.status(401).header("WWW-Authenticate", "Basic").send();
			case "/ws/missing" -> response.status(404).sendString(Mono.just("not here"));
			case "/ws/chooses" -> response.sendWebsocket(WebSocketTests::echo,
					WebsocketServerSpec.builder().protocols("graphql,chat").build());
			case "/ws/closes" -> response.sendWebsocket((in, out) -> out.sendClose(4001, "enough"),
					WebsocketServerSpec.builder().build());
			case "/ws/tells" -> response.sendWebsocket((in, out) -> in.receiveCloseStatus()
				.doOnNext((status) -> closes.add(status.code() + " " + status.reasonText()))
				.then());
			default -> response.sendWebsocket(WebSocketTests::echo,
					WebsocketServerSpec.builder().maxFramePayloadLength(10_000_000).build());
		};
	}

	private static Publisher<Void> echo(WebsocketInbound in, WebsocketOutbound out) {
		return out.sendObject(in.receiveFrames().map(WebSocketFrame::retain));
	}

	@Test
	void textComesBack() throws Exception {
		Listening client = Listening.open(app.url("/ws/echo"));
		client.socket().sendText("hello", true);
		assertThat(client.next()).isEqualTo("text hello");
		client.socket().sendText("wörld", true);
		assertThat(client.next()).isEqualTo("text wörld");
		client.socket().sendClose(1000, "bye");
		assertThat(client.next()).isEqualTo("close 1000 bye");
	}

	@Test
	void largeBinaryComesBack() throws Exception {
		Listening client = Listening.open(app.url("/ws/echo"));
		client.socket().sendBinary(ByteBuffer.allocate(5_000_000), true);
		assertThat(client.next()).isEqualTo("binary 5000000");
		client.socket().sendClose(1000, "");
		assertThat(client.next()).isEqualTo("close 1000 ");
	}

	@Test
	void fragmentsStayFragments() throws Exception {
		Listening client = Listening.open(app.url("/ws/echo"));
		client.socket().sendText("one ", false).thenCompose((socket) -> socket.sendText("message", true));
		assertThat(client.next()).isEqualTo("text one message");
		client.socket().sendClose(1000, "");
		assertThat(client.next()).isEqualTo("close 1000 ");
	}

	@Test
	void pingIsAnsweredByTheInstance() throws Exception {
		Listening client = Listening.open(app.url("/ws/echo"));
		client.socket().sendPing(ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII)));
		assertThat(client.next()).isEqualTo("pong 3");
		client.socket().abort();
	}

	@Test
	void instanceClosesWithCodeAndReason() throws Exception {
		Listening client = Listening.open(app.url("/ws/closes"));
		assertThat(client.next()).isEqualTo("close 4001 enough");
	}

	@Test
	void clientClosesWithCodeAndReason() throws Exception {
		Listening client = Listening.open(app.url("/ws/tells"));
		client.socket().sendClose(4002, "tired");
		assertThat(closes.poll(10, TimeUnit.SECONDS)).isEqualTo("4002 tired");
		assertThat(client.next()).isEqualTo("close 4002 tired");
	}

	@Test
	void instanceChoosesTheSubprotocol() throws Exception {
		Listening client = Listening.open(app.url("/ws/chooses"), (builder) -> builder.subprotocols("mqtt", "chat"));
		assertThat(client.socket().getSubprotocol()).isEqualTo("chat");
		client.socket().sendClose(1000, "");
		assertThat(client.next()).isEqualTo("close 1000 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "401 /ws/unauthorized", "404 /ws/missing", "404 /elsewhere", "502 /nobody", "308 /gone" })
	void refusalReachesTheClient(String expected) {
		String[] parts = expected.split(" ");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> Listening.open(app.url(parts[1])))
			.withCauseInstanceOf(WebSocketHandshakeException.class)
			.satisfies((ex) -> assertThat(((WebSocketHandshakeException) ex.getCause()).getResponse().statusCode())
				.isEqualTo(Integer.parseInt(parts[0])));
	}

	@Test
	void manyAtOnce() throws Exception {
		Listening[] clients = new Listening[500];
		for (int i = 0; i < clients.length; i++) {
			clients[i] = Listening.open(app.url("/ws/echo"));
		}
		for (int i = 0; i < clients.length; i++) {
			clients[i].socket().sendText("number " + i, true);
		}
		for (int i = 0; i < clients.length; i++) {
			assertThat(clients[i].next()).isEqualTo("text number " + i);
			clients[i].socket().sendClose(WebSocket.NORMAL_CLOSURE, "");
		}
		for (Listening client : clients) {
			assertThat(client.next()).isEqualTo("close 1000 ");
		}
	}

}
