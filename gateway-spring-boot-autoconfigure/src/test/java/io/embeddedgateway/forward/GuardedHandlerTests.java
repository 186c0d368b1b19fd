package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.ApiVersionConfigurer;
import org.springframework.web.reactive.config.PathMatchConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Nothing gets past the filters of a route, whatever the application or the client does.
 */
@ExtendWith(OutputCaptureExtension.class)
class GuardedHandlerTests {

	private static final Sinks.Many<List<Route>> updates = Sinks.many().multicast().onBackpressureBuffer();

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("upstream");
		app = GatewayApp.start("""
				gateway:
				  routes:
				    all: {path: /**, uri: "%1$s"}
				    guard: {path: /guarded/**, local: true, filters: mark}
				    silent: {path: /silent, uri: "%1$s", filters: silent}
				""".formatted(upstream.uri()), Own.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Upgrade: x", "Upgrade: websocket", "Connection: Upgrade\r\nUpgrade: websocket\r\n"
			+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" })
	void wishToUpgradeGetsNobodyPastTheFilters(String headers) throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			http.send("GET /guarded/hello HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n");
			assertThat(http.readUntil("hello")).startsWith("HTTP/1.1 200 ").contains("X-Mark: 1\r\n");
		}
	}

	@Test
	void headerThatIsSetBeforeCommitIsSeenByTheFilters() throws IOException {
		assertThat(RawHttp.get(app.port(), "/guarded/late")).contains("X-Seen: late\r\n");
	}

	@Test
	void handlersWithVersionsCompeteLikeOthers() throws IOException {
		assertThat(RawHttp.get(app.port(), "/versioned", "X-Version: 1.0")).endsWith("own 1.0");
		assertThat(RawHttp.get(app.port(), "/versioned")).endsWith("own 1.0");
		assertThat(RawHttp.get(app.port(), "/function", "X-Version: 1.0")).endsWith("own function");
		assertThat(RawHttp.get(app.port(), "/other", "X-Version: 1.0")).endsWith("upstream");
	}

	@Test
	void filterThatGivesNoResponseIsAFailure() throws IOException {
		assertThat(RawHttp.get(app.port(), "/silent")).startsWith("HTTP/1.1 500 ")
			.contains("application/problem+json")
			.doesNotContain("silent\" gave");
	}

	@Test
	void everythingWorksAfterAStopAndAStart() throws IOException {
		updates.tryEmitNext(List.of(Route.builder("emitted").path("/emitted").order(-1).toUri(upstream.uri())));
		assertThat(RawHttp.get(app.port(), "/emitted")).endsWith("upstream");
		app.context().stop();
		app.context().start();
		assertThat(RawHttp.get(app.port(), "/emitted")).startsWith("HTTP/1.1 200 ").endsWith("upstream");
		assertThat(RawHttp.get(app.port(), "/guarded/hello")).contains("X-Mark: 1\r\n").endsWith("hello");
	}

	@Test
	void applicationThatIgnoresCaseIsRefused(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				gateway: {routes: {guard: {path: /guarded/**, local: true}}}
				""", IgnoringCase.class)).withStackTraceContaining("matches paths without regard to case");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Own implements WebFluxConfigurer {

		@Override
		public void configureApiVersioning(ApiVersionConfigurer configurer) {
			configurer.useRequestHeader("X-Version").setDefaultVersion("1.0");
		}

		@Bean
		GatewayFilter mark() {
			return (exchange, chain) -> chain.filter(exchange).map((response) -> {
				String late = response.headers().getFirst("X-Late");
				return response.withHeaders((headers) -> {
					headers.set("X-Mark", "1");
					headers.set("X-Seen", String.valueOf(late));
				});
			});
		}

		@Bean
		GatewayFilter silent() {
			return (exchange, chain) -> Mono.empty();
		}

		@Bean
		RouterFunction<ServerResponse> versioned() {
			return RouterFunctions.route(RequestPredicates.GET("/function").and(RequestPredicates.version("1.0")),
					(request) -> ServerResponse.ok().bodyValue("own function"));
		}

		@Bean
		RouteSource updates() {
			return updates::asFlux;
		}

	}

	@RestController("guarded")
	static class Controller {

		@GetMapping("/guarded/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/guarded/late")
		String late(ServerWebExchange exchange) {
			HttpHeaders headers = exchange.getResponse().getHeaders();
			exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> headers.set("X-Late", "late")));
			return "late";
		}

		@GetMapping(path = "/versioned", version = "1.0")
		String versioned() {
			return "own 1.0";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class IgnoringCase implements WebFluxConfigurer {

		@Override
		@SuppressWarnings("removal") // what applications still call
		public void configurePathMatching(PathMatchConfigurer configurer) {
			configurer.setUseCaseSensitiveMatch(false);
		}

	}

}
