package io.embeddedgateway.routing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes to the headers of whatever the client is answered.
 */
class AnswerHeaderTests {

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> response.header("X-Kept", "upstream")
			.header("X-Replaced", "upstream")
			.sendString(Mono.just("hello")));
		app = GatewayApp.start("""
				gateway:
				  defaults: {filters: mark}
				  routes:
				    up: {path: /up, uri: "%1$s"}
				    down: {path: /down, uri: "http://127.0.0.1:1"}
				    spared: {path: /spared, uri: "http://127.0.0.1:1", fallback: spare}
				    spare: {path: /spare, uri: "%1$s", filters: second}
				    fixed: {path: /fixed, respond: 410}
				    own: {path: /own/**, local: true}
				    refused: {path: /refused, uri: "%1$s", filters: [mark, refuse]}
				    broken: {path: /broken, uri: "%1$s", filters: [mark, breakOff]}
				    failing: {path: /failing, uri: "%1$s", filters: [mark, fail]}
				    unmarked: {path: /unmarked, uri: "%1$s", filters: [pass]}
				""".formatted(upstream.uri()), Own.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@CsvSource({ "/up, 200", "/down, 502", "/fixed, 410", "/own/hello, 200", "/own/fail, 500", "/own/none, 404",
			"/own/declared, 422", "/refused, 403", "/broken, 503" })
	void changesAreOnWhateverIsAnswered(String path, int status) throws IOException {
		assertThat(RawHttp.get(app.port(), path)).startsWith("HTTP/1.1 " + status + " ")
			.containsOnlyOnce("X-Replaced: gateway\r\n")
			.doesNotContain("X-Replaced: upstream", "X-Replaced: own");
	}

	@Test
	void responseKeepsItsOtherHeaders() throws IOException {
		assertThat(RawHttp.get(app.port(), "/up")).contains("X-Kept: upstream\r\n").endsWith("hello");
	}

	@Test
	void changesOfBothRoutesAreOnTheAnswerOfAFallback() throws IOException {
		assertThat(RawHttp.get(app.port(), "/spared")).startsWith("HTTP/1.1 200 ")
			.containsOnlyOnce("X-Replaced: gateway\r\n")
			.containsOnlyOnce("X-Second: gateway\r\n")
			.endsWith("hello");
	}

	@Test
	void headersOfAnAnswerThatFailedAreTakenBack() throws IOException {
		assertThat(RawHttp.get(app.port(), "/broken")).startsWith("HTTP/1.1 503 ")
			.contains("Retry-After: 2\r\n")
			.doesNotContain("X-First");
	}

	@Test
	void errorBringsItsHeadersAlsoToGrpc() throws IOException {
		assertThat(RawHttp.get(app.port(), "/refused")).contains("WWW-Authenticate: Bearer\r\n",
				"WWW-Authenticate: DPoP\r\n");
		assertThat(RawHttp.get(app.port(), "/refused", "Content-Type: application/grpc")).startsWith("HTTP/1.1 200 ")
			.contains("grpc-status: 7\r\n", "WWW-Authenticate: Bearer\r\n", "X-Replaced: gateway\r\n");
	}

	@Test
	void changeThatFailsAnswersWithAnError() throws IOException {
		assertThat(RawHttp.get(app.port(), "/failing")).startsWith("HTTP/1.1 500 ").doesNotContain("hello");
	}

	@Test
	void nothingChangesWithoutAChange() throws IOException {
		assertThat(RawHttp.get(app.port(), "/unmarked")).contains("X-Replaced: upstream\r\n");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Own {

		@Bean
		GatewayFilter mark() {
			return (exchange, chain) -> {
				exchange.onAnswer((headers) -> headers.set("X-Replaced", "gateway"));
				return chain.filter(exchange);
			};
		}

		@Bean
		GatewayFilter second() {
			return (exchange, chain) -> {
				exchange.onAnswer((headers) -> headers.add("X-Second", headers.getFirst("X-Replaced")));
				return chain.filter(exchange.withRequest(exchange.request().withQuery("a=b")));
			};
		}

		@Bean
		GatewayFilter refuse() {
			return (exchange, chain) -> Mono.error(new ForbiddenException(List.of("Bearer", "DPoP"), "not you"));
		}

		@Bean
		GatewayFilter breakOff() {
			return (exchange, chain) -> {
				HttpHeaders headers = new HttpHeaders();
				headers.set("X-First", "1");
				headers.setContentLength(5);
				Flux<DataBuffer> body = Flux.error(ServiceUnavailableException.retryAfter(Duration.ofMillis(1001),
						"Later.", "up", "the body broke off"));
				return Mono.just(new GatewayResponse(HttpStatus.OK, headers, body));
			};
		}

		@Bean
		GatewayFilter fail() {
			return (exchange, chain) -> {
				exchange.onAnswer((headers) -> {
					throw new IllegalStateException("expected");
				});
				return chain.filter(exchange);
			};
		}

		@Bean
		GatewayFilter pass() {
			return (exchange, chain) -> chain.filter(exchange);
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/own/hello")
		String hello(ServerHttpResponse response) {
			response.getHeaders().set("X-Replaced", "own");
			return "hello";
		}

		@GetMapping("/own/fail")
		String fail() {
			throw new IllegalStateException("expected");
		}

		@GetMapping("/own/declared")
		Mono<String> declared() {
			return Mono.error(new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT));
		}

	}

}
