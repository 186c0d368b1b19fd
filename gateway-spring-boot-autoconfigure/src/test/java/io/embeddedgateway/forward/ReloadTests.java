package io.embeddedgateway.forward;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import io.embeddedgateway.Route;
import io.embeddedgateway.routing.RequestMatch;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes that change while requests run, thousands of them, and a thousand callers.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReloadTests {

	private static final Sinks.Many<List<Route>> source = Sinks.many().replay().latest();

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> response.sendString(Mono.just(request.uri())));
		emit(List.of(route("steady", "/steady/**"), route("first", "/first")));
		app = GatewayApp.start("""
				gateway:
				  routes:
				    fixed: {path: /fixed/**, uri: "%s"}
				""".formatted(upstream.uri()), Sources.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@Test
	void updateReplacesTheRoutesOfItsSourceAtOnce() throws IOException {
		emit(List.of(route("steady", "/steady/**"), route("one", "/one"), route("two", "/two")));
		assertThat(get("/one")).startsWith("HTTP/1.1 200 ");
		emit(List.of(route("steady", "/steady/**"), route("two", "/two"), route("three", "/three")));
		assertThat(get("/one")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/two")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/three")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/fixed/a")).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void rubbishIsRefusedWholeAndTheLastGoodRoutesStay(CapturedOutput output) throws IOException {
		emit(List.of(route("steady", "/steady/**"), route("good", "/good")));
		List<Route> holed = new ArrayList<>(List.of(route("new", "/new")));
		holed.add(null);
		for (List<Route> rubbish : List.of(List.of(route("new", "/new"), route("new", "/newer")),
				List.of(route("new", "/new"), route("newer", "/new")), holed,
				List.of(route("new", "/new"), Route.builder("bad").path("/bad").toService("no-such-service")),
				List.of(route("new", "/new"), route("fixed", "/other")))) {
			emit(rubbish);
			assertThat(get("/good")).startsWith("HTTP/1.1 200 ");
			assertThat(get("/new")).startsWith("HTTP/1.1 404 ");
		}
		assertThat(output.getAll().split("its last good routes stay", -1)).hasSize(6);
		assertThat(output).contains("no-such-service");
		emit(List.of(route("steady", "/steady/**"), route("new", "/new")));
		assertThat(get("/new")).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void reloadUnderLoadLosesNoRequest() throws InterruptedException {
		AtomicBoolean done = new AtomicBoolean();
		Thread reloading = new Thread(() -> {
			for (int i = 0; !done.get(); i++) {
				emit(List.of(route("steady", "/steady/**"), route("changing", "/changing/" + i)));
			}
		});
		reloading.start();
		StepVerifier.create(requests(1000, 50, "/steady/"))
			.expectNextCount(1000)
			.expectComplete()
			.verify(Duration.ofSeconds(60));
		done.set(true);
		reloading.join(10_000);
	}

	@Test
	void fiveThousandRoutesAreToldApart() throws IOException {
		List<Route> routes = new ArrayList<>();
		routes.add(route("steady", "/steady/**"));
		for (int i = 0; i < 4000; i++) {
			routes.add(route("path-" + i, "/many/" + i + "/**"));
		}
		for (int i = 0; i < 1000; i++) {
			routes.add(Route.builder("host-" + i)
				.path("/by-host/**")
				.with(RequestMatch.ANY.withHosts("h" + i + ".example.com"))
				.toUri(upstream.uri()));
		}
		emit(routes);
		for (String path : List.of("/many/0/a", "/many/1999/a", "/many/3999/a")) {
			assertThat(get(path)).startsWith("HTTP/1.1 200 ").endsWith(path);
		}
		assertThat(get("/many/4000/a")).startsWith("HTTP/1.1 404 ");
		for (String host : List.of("h0.example.com", "H999.example.com:80")) {
			assertThat(byHost(host)).startsWith("HTTP/1.1 200 ");
		}
		assertThat(byHost("h1000.example.com")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	void thousandConcurrentCallersGetTheirOwnAnswers() {
		StepVerifier.create(requests(1000, 1000, "/fixed/"))
			.expectNextCount(1000)
			.expectComplete()
			.verify(Duration.ofSeconds(60));
	}

	private static Flux<String> requests(int count, int concurrency, String prefix) {
		ConnectionProvider connections = ConnectionProvider.create("callers", concurrency);
		HttpClient client = HttpClient.create(connections).responseTimeout(Duration.ofSeconds(30));
		return Flux.range(0, count)
			.flatMap((
					index) -> client.get().uri(URI.create(app.url(prefix + index))).responseSingle((response, body) -> {
						assertThat(response.status().code()).isEqualTo(200);
						return body.asString();
					}).doOnNext((answer) -> assertThat(answer).isEqualTo(prefix + index)), concurrency)
			.doFinally((signal) -> connections.dispose());
	}

	private static void emit(List<Route> routes) {
		source.emitNext(routes, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(5)));
	}

	private static Route route(String id, String path) {
		return Route.builder(id).path(path).toUri(upstream.uri());
	}

	private static String get(String path) throws IOException {
		return RawHttp.get(app.port(), path);
	}

	private static String byHost(String host) throws IOException {
		return RawHttp.exchange(app.port(),
				"GET /by-host/a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
	}

	@Configuration(proxyBeanMethods = false)
	static class Sources {

		@Bean
		RouteSource source() {
			return source::asFlux;
		}

	}

}
