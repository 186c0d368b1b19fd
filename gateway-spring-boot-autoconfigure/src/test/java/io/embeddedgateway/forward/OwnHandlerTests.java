package io.embeddedgateway.forward;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes beside the application's own handlers, and around them.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnHandlerTests {

	private static final AtomicInteger calls = new AtomicInteger();

	private static Upstream upstream;

	private static GatewayApp app;

	private static String startOutput = "";

	@BeforeAll
	static void start(CapturedOutput output) {
		upstream = Upstream.named("upstream");
		app = GatewayApp.start("""
				management: {server: {port: 0}, endpoints: {web: {exposure: {include: health}}}}
				gateway:
				  routes:
				    all: {path: /**, uri: "%1$s"}
				    same: {path: /same, uri: "%1$s"}
				    first: {path: /first, uri: "%1$s", order: -1}
				    guard: {path: /guarded/**, local: true, filters: mark}
				    blocked: {path: /guarded/blocked/**, local: true, filters: block}
				""".formatted(upstream.uri()), Own.class);
		startOutput = output.getAll();
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@CsvSource({ "/own, own", "/own/7, own 7", "/functional, functional", "/same, same", "/first, upstream",
			"/other, upstream", "/own/7/8, upstream", "/actuator/health, upstream" })
	void mostSpecificAnswersAndTheOwnHandlerWhereEqual(String path, String expected) throws IOException {
		assertThat(get(path)).startsWith("HTTP/1.1 200 ").endsWith(expected);
	}

	@Test
	void startWarnsOfARouteAndAnOwnHandlerOnTheSamePath() {
		assertThat(startOutput).contains("route 'same'", "#same()", "both match '/same'", "order: -1");
		assertThat(startOutput).doesNotContain("both match '/first'");
	}

	@Test
	void managementServerHasNoRoutes() throws IOException {
		int port = app.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		upstream.received().clear();
		assertThat(RawHttp.get(port, "/actuator/health")).startsWith("HTTP/1.1 200 ").contains("UP");
		assertThat(RawHttp.get(port, "/other")).startsWith("HTTP/1.1 404 ");
		assertThat(upstream.received()).isEmpty();
	}

	@Test
	void localRouteRunsItsFiltersAroundTheOwnHandler() throws IOException {
		assertThat(get("/guarded/hello")).startsWith("HTTP/1.1 200 ").contains("X-Mark: 1\r\n").endsWith("hello");
		assertThat(RawHttp.exchange(app.port(),
				"POST /guarded/echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
						+ "Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody"))
			.contains("X-Mark: 1\r\n")
			.endsWith("body");
	}

	@Test
	void localRouteStreamsWhatTheOwnHandlerStreams() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("GET /guarded/stream HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n");
			assertThat(http.readUntil("data:1\n\n")).contains("X-Mark: 1\r\n").contains("text/event-stream");
		}
	}

	@Test
	void errorsOfOwnHandlersAreForTheApplicationToAnswer() throws IOException {
		assertThat(get("/guarded/handled")).startsWith("HTTP/1.1 409 ").endsWith("handled here");
		assertThat(get("/guarded/fails")).startsWith("HTTP/1.1 500 ")
			.contains("\"path\":\"/guarded/fails\"", "timestamp");
	}

	@Test
	void blockedHandlerIsNeverCalled() throws IOException {
		calls.set(0);
		assertThat(get("/guarded/blocked/a")).startsWith("HTTP/1.1 403 ").doesNotContain("called");
		assertThat(get("/guarded/blocked/%61")).startsWith("HTTP/1.1 403 ").doesNotContain("called");
		assertThat(get("/guarded//blocked/a")).doesNotContain("called");
		assertThat(get("/guarded/blocked/a/")).doesNotContain("called");
		assertThat(calls).hasValue(0);
	}

	@Test
	void ownWebSocketWorksThroughALocalRoute() {
		Flux<String> echoed = HttpClient.create()
			.websocket()
			.uri("ws://127.0.0.1:" + app.port() + "/guarded/socket")
			.handle((inbound, outbound) -> outbound.sendString(Mono.just("over"))
				.then()
				.thenMany(inbound.receive().asString().take(1)));
		StepVerifier.create(echoed).expectNext("echo over").expectComplete().verify(Duration.ofSeconds(10));
	}

	private static String get(String target) throws IOException {
		return RawHttp.get(app.port(), target);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Own {

		@Bean
		GatewayFilter mark() {
			return (exchange, chain) -> chain.filter(exchange)
				.map((response) -> response.withHeaders((headers) -> headers.set("X-Mark", "1")));
		}

		@Bean
		GatewayFilter block() {
			return (exchange, chain) -> Mono.just(GatewayResponse.of(HttpStatus.FORBIDDEN));
		}

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route()
				.GET("/functional", (request) -> ServerResponse.ok().bodyValue("functional"))
				.build();
		}

		@Bean
		SimpleUrlHandlerMapping sockets() {
			WebSocketHandler echo = (session) -> session
				.send(session.receive().map((message) -> session.textMessage("echo " + message.getPayloadAsText())));
			return new SimpleUrlHandlerMapping(Map.of("/guarded/socket", echo), -1);
		}

	}

	@RestController("Own")
	static class Controller {

		@GetMapping("/own")
		String own() {
			return "own";
		}

		@GetMapping("/own/{id}")
		String own(@PathVariable String id) {
			return "own " + id;
		}

		@GetMapping("/same")
		String same() {
			return "same";
		}

		@GetMapping("/first")
		String first() {
			return "first";
		}

		@GetMapping("/guarded/hello")
		String hello() {
			return "hello";
		}

		@PostMapping("/guarded/echo")
		String echo(@RequestBody String body) {
			return body;
		}

		@GetMapping(path = "/guarded/stream", produces = "text/event-stream")
		Flux<String> stream() {
			return Flux.just("1").concatWith(Flux.never());
		}

		@GetMapping("/guarded/blocked/{*rest}")
		String blocked() {
			calls.incrementAndGet();
			return "called";
		}

		@GetMapping("/guarded/handled")
		String handled() {
			throw new IllegalArgumentException("handled here");
		}

		@GetMapping("/guarded/fails")
		String fails() {
			throw new IllegalStateException("secret");
		}

		@ExceptionHandler(IllegalArgumentException.class)
		@ResponseStatus(HttpStatus.CONFLICT)
		String handle(IllegalArgumentException ex) {
			return String.valueOf(ex.getMessage());
		}

	}

}
