package io.embeddedgateway.ratelimit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.reactivestreams.Publisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import io.embeddedgateway.Route;
import io.embeddedgateway.Selector;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

/**
 * An application whose routes have limits of all kinds, and its upstream.
 */
final class LimitedApp implements AutoCloseable {

	private static final String YAML = """
			gateway:
			  trusted-proxies: 127.0.0.1
			  auth:
			    apps:
			      api-key:
			        keys:
			          mobile: "sha256:aa3236656e4115a1f795cacf07beb9b758ac391508d5d4e8fde8fcbf26067db7"
			  defaults: {auth: none}
			  rate-limits:
			    pooled: 10/1d
			    slow: {limit: 1/10s, wait: 1m}
			  routes:
			    exact: {path: /exact, uri: "%1$s", rate-limit: 100/1d}
			    address: {path: /address, uri: "%1$s", auth: required, rate-limit: {limit: 2/1d, key: client-ip}}
			    caller: {path: /caller, uri: "%1$s", auth: required, rate-limit: 2/1d}
			    own: {path: /own, local: true, rate-limit: 1/1d}
			    all: {path: /all, uri: "%1$s", rate-limit: {total: 3/1d}}
			    spent: {path: /spent, uri: "%1$s", rate-limit: {limit: 10/1d, response-cost: "header:X-Spent"}}
			    unspent: {path: /unspent, uri: "%1$s", rate-limit: {limit: 10/1d, response-cost: brokenCost}}
			    unknown: {path: /unknown, uri: "%1$s", rate-limit: {limit: 10/1d, key: brokenKey}}
			    keyless: {path: /keyless, uri: "%1$s", rate-limit: {limit: 1/1d, key: "query:k", when-no-key: shared}}
			    falls: {path: /falls, uri: "http://127.0.0.1:1", rate-limit: pooled, fallback: rescue}
			    rescue: {path: /rescue, uri: "%1$s", rate-limit: pooled}
			    again: {path: /again, uri: "%1$s", rate-limit: 10/1d, retry: {attempts: 3, statuses: 503}}
			    page: {path: /page, uri: "%1$s", rate-limit: 10/1d, cors: "https://app.example.com"}
			    call: {path: /call, uri: "%1$s", rate-limit: 1/1d}
			    feed: {path: /feed, uri: "%1$s", rate-limit: 1/1d}
			    throttled: {path: /throttled, uri: "%1$s", rate-limit: slow}
			    look: {path: /look, uri: "%1$s", rate-limit: {use: slow, cost: free}}
			    places: {path: /places, uri: "%1$s", rate-limit: {limit: 100/1d, max-concurrent-per-key: 2}}
			""";

	private static final Sinks.Many<Collection<Route>> ROUTES = Sinks.many().replay().latest();

	private static final Sinks.Empty<Void> RELEASE = Sinks.empty();

	private final Upstream upstream = Upstream.with(LimitedApp::answer);

	private final GatewayApp app;

	LimitedApp() {
		change("10/1d");
		this.app = GatewayApp.start(YAML.formatted(this.upstream.uri()), Beans.class);
	}

	private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		if (request.uri().startsWith("/again")) {
			return response.status(503).send();
		}
		if (request.uri().startsWith("/places")) {
			return held(response);
		}
		return response.header("X-Spent", "4").sendString(Mono.just("ok"));
	}

	// Reactor Netty may stop to read where an answer comes from another thread
	private static Publisher<Void> held(HttpServerResponse response) {
		AtomicReference<Scheduler> loop = new AtomicReference<>();
		response.withConnection((connection) -> loop.set(Schedulers.fromExecutor(connection.channel().eventLoop())));
		Mono<String> end = RELEASE.asMono().publishOn(loop.get()).then(Mono.just("ended"));
		return response.sse().sendString(Flux.concat(Mono.just("begun"), end), StandardCharsets.UTF_8);
	}

	/**
	 * Let the answers of {@code /places} end.
	 */
	void release() {
		RELEASE.tryEmitEmpty();
	}

	/**
	 * Change the limit of {@code /changing}.
	 * @param limit the limit
	 */
	void change(String limit) {
		ROUTES.tryEmitNext(List.of(Route.builder("changing")
			.path("/changing")
			.with(RateLimitPolicy.of(limit))
			.toUri(this.upstream.uri())));
	}

	int port() {
		return this.app.port();
	}

	long received(String path) {
		return this.upstream.received().stream().filter((received) -> received.uri().equals(path)).count();
	}

	/**
	 * The limit of a route.
	 * @param name the id of the route
	 * @return the limit at work
	 */
	RateLimiter limiter(String name) {
		return this.app.context()
			.getBean(RateLimiters.class)
			.byName()
			.values()
			.stream()
			.filter((limiter) -> limiter.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	String get(String path, String... headers) throws IOException {
		return RawHttp.get(port(), path, headers);
	}

	String ask(String method, String path, String headers) throws IOException {
		return RawHttp.exchange(port(),
				method + " " + path + " HTTP/1.1\r\nHost: gateway.test\r\n" + headers + "Connection: close\r\n\r\n");
	}

	String open(String headers) throws IOException {
		try (RawHttp http = new RawHttp(port())) {
			return http.send("GET /feed HTTP/1.1\r\nHost: gateway.test\r\nConnection: Upgrade\r\n" + headers + "\r\n")
				.readUntil("\r\n\r\n");
		}
	}

	@Override
	public void close() {
		this.app.close();
		this.upstream.close();
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Selector brokenKey() {
			return (exchange) -> {
				throw new IllegalStateException("s3cret");
			};
		}

		@Bean
		RequestCost free() {
			return (exchange) -> 0;
		}

		@Bean
		ResponseCost brokenCost() {
			return (exchange, response) -> {
				throw new IllegalStateException("s3cret");
			};
		}

		@Bean
		RouteSource changingRoutes() {
			return ROUTES::asFlux;
		}

		@Bean
		Own own() {
			return new Own();
		}

	}

	@RestController
	static class Own {

		@GetMapping("/own")
		String get() {
			return "own";
		}

	}

}
