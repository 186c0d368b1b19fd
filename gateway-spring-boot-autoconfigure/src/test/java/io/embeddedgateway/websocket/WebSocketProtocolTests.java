package io.embeddedgateway.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A WebSocket client of Reactor Netty, over HTTP/1.1 and HTTP/2, with and without
 * compression.
 */
class WebSocketProtocolTests {

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> switch (request.uri()) {
			case "/ws/unauthorized" -> response.status(401).send();
			case "/ws/closes" -> response.sendWebsocket((in, out) -> out.sendClose(4001, "enough"),
					WebsocketServerSpec.builder().build());
			default -> response.sendWebsocket(WebSocketProtocolTests::echo,
					WebsocketServerSpec.builder()
						.compress(true)
						.protocols("chat")
						.maxFramePayloadLength(10_000_000)
						.build());
		});
		app = GatewayApp.start("""
				server: {http2: {enabled: true}}
				gateway:
				  services:
				    upstream: {instances: "%s"}
				  routes:
				    all: {path: /ws/**, match: {methods: GET}, service: upstream}
				    guarded: {path: /own/guarded, local: true}
				""".formatted(upstream.uri()), OwnWebSockets.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	private static Mono<Void> echo(WebsocketInbound in, WebsocketOutbound out) {
		return out.sendObject(in.receiveFrames().map(WebSocketFrame::retain)).then();
	}

	private static HttpClient client(HttpProtocol protocol) {
		HttpClient client = HttpClient.create(ConnectionProvider.newConnection())
			.protocol(protocol)
			.host("127.0.0.1")
			.port(app.port());
		return client;
	}

	private static Flux<String> talk(HttpProtocol protocol, String path, boolean compress, String... messages) {
		return client(protocol)
			.websocket(WebsocketClientSpec.builder()
				.compress(compress)
				.protocols("chat")
				.maxFramePayloadLength(10_000_000)
				.build())
			.uri(path)
			.handle((in, out) -> Flux.merge(in.aggregateFrames(10_000_000).receive().asString(),
					out.sendObject(frames(messages)).then().cast(String.class)));
	}

	private static Flux<WebSocketFrame> frames(String... messages) {
		return Flux.fromArray(messages)
			.<WebSocketFrame>map(TextWebSocketFrame::new)
			.concatWith(Mono.fromSupplier(() -> new CloseWebSocketFrame(1000, "")));
	}

	@ParameterizedTest
	@EnumSource(value = HttpProtocol.class, names = { "HTTP11", "H2C" })
	void messagesComeBack(HttpProtocol protocol) {
		StepVerifier.create(talk(protocol, "/ws/echo", false, "one", "two"))
			.expectNext("one", "two")
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(upstream.last().header("Sec-WebSocket-Key")).hasSize(1);
		nothingIsInFlight();
	}

	@ParameterizedTest
	@EnumSource(value = HttpProtocol.class, names = { "HTTP11", "H2C" })
	void largeMessagesComeBack(HttpProtocol protocol) {
		String large = "x".repeat(5_000_000);
		StepVerifier.create(talk(protocol, "/ws/echo", false, large).map(String::length))
			.expectNext(5_000_000)
			.expectComplete()
			.verify(Duration.ofSeconds(60));
		nothingIsInFlight();
	}

	@ParameterizedTest
	@EnumSource(value = HttpProtocol.class, names = { "HTTP11", "H2C" })
	void compressionIsAgreedOnWithTheInstance(HttpProtocol protocol) {
		StepVerifier.create(talk(protocol, "/ws/echo", true, "squeezed ".repeat(1000)))
			.expectNext("squeezed ".repeat(1000))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(upstream.last().header("Sec-WebSocket-Extensions")).hasSize(1);
		nothingIsInFlight();
	}

	// Over HTTP/2 this client leaks the Close frame that it receives
	@Test
	void closeCodeReachesTheClient() {
		Flux<String> closing = client(HttpProtocol.HTTP11).websocket()
			.uri("/ws/closes")
			.handle((in, out) -> in.receiveCloseStatus().map((status) -> status.code() + " " + status.reasonText()));
		StepVerifier.create(closing).expectNext("4001 enough").expectComplete().verify(Duration.ofSeconds(20));
		nothingIsInFlight();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/own/plain", "/own/guarded" })
	void ownHandlersGoOnWorking(String path) {
		for (HttpProtocol protocol : List.of(HttpProtocol.HTTP11, HttpProtocol.H2C)) {
			StepVerifier.create(talk(protocol, path, false, "mine"))
				.expectNext("mine")
				.expectComplete()
				.verify(Duration.ofSeconds(20));
		}
	}

	private static void nothingIsInFlight() {
		await().atMost(Duration.ofSeconds(10))
			.until(() -> app.context().getBean(Services.class).get("upstream").instances().get(0).inFlight() == 0);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWebSockets {

		@Bean
		SimpleUrlHandlerMapping ownWebSockets() {
			WebSocketHandler echo = new WebSocketHandler() {

				@Override
				public List<String> getSubProtocols() {
					return List.of("chat");
				}

				@Override
				public Mono<Void> handle(org.springframework.web.reactive.socket.WebSocketSession session) {
					return session.send(session.receive().doOnNext((message) -> message.retain()));
				}

			};
			return new SimpleUrlHandlerMapping(Map.of("/own/*", echo), 1);
		}

	}

}
