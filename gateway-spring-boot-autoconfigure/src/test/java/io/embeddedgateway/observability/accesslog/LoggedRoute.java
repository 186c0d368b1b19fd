package io.embeddedgateway.observability.accesslog;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.observability.ObserveFeature;

/**
 * A route whose requests are logged, without a server. Its clock stands still, 7 h west
 * of Greenwich.
 */
final class LoggedRoute {

	/**
	 * The clock.
	 */
	static final Clock CLOCK = Clock.fixed(Instant.parse("2000-10-10T20:55:36.250Z"), ZoneId.of("-07:00"));

	/**
	 * Who asks.
	 */
	static final ClientConnection CLIENT = client("1.1");

	private static final Duration SOON = Duration.ofSeconds(5);

	private final Route route;

	private final GatewayFilter filter;

	LoggedRoute(AccessLogPolicy policy) {
		this(policy, Route.builder("orders").path("/**").toService("s"), () -> 0);
	}

	LoggedRoute(AccessLogPolicy policy, Route route, DoubleSupplier random) {
		this.route = route;
		this.filter = Objects.requireNonNull(
				new ObserveFeature(List.of(new AccessLogObserver(policy, CLOCK, random)), null).filterFor(route));
	}

	private static ClientConnection client(String version) {
		return ClientConnection.direct(new InetSocketAddress("192.0.2.7", 4711), "http", "shop.example", version);
	}

	GatewayExchange exchange(String uri, Consumer<HttpHeaders> headers) {
		return exchange(uri, "1.1", headers, Map.of());
	}

	GatewayExchange exchange(String uri, String version, Consumer<HttpHeaders> headers,
			Map<String, String> pathVariables) {
		ClientConnection client = client(version);
		return GatewayExchange.of(this.route, GatewayRequest.of(HttpMethod.GET, uri).withHeaders(headers), client,
				pathVariables, () -> pathVariables);
	}

	void get(String uri, Consumer<HttpHeaders> headers) {
		run(exchange(uri, headers), ok());
	}

	void get(String uri) {
		get(uri, (headers) -> {
		});
	}

	void answer(int status) {
		run(exchange("/a", (headers) -> {
		}), (exchange) -> Mono.just(GatewayResponse.of(HttpStatusCode.valueOf(status))));
	}

	void fail(Throwable error) {
		this.filter.filter(exchange("/a", (headers) -> {
		}), (exchange) -> Mono.error(error)).as(StepVerifier::create).expectErrorMatches(error::equals).verify(SOON);
	}

	void cancel() {
		this.filter.filter(exchange("/a", (headers) -> {
		}), (exchange) -> Mono.never()).as(StepVerifier::create).thenCancel().verify(SOON);
	}

	void run(GatewayExchange exchange, GatewayFilterChain chain) {
		this.filter.filter(exchange, chain)
			.flatMap((response) -> response.body().then())
			.as(StepVerifier::create)
			.expectComplete()
			.verify(SOON);
	}

	static GatewayFilterChain ok() {
		return (exchange) -> Mono.just(GatewayResponse.of(HttpStatusCode.valueOf(200), MediaType.TEXT_PLAIN, "hello"));
	}

}
