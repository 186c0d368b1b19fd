package io.embeddedgateway.transform;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the filters of this package as functions, on a route with the variables {@code id}
 * and {@code rest}.
 */
final class TransformRun {

	static final Duration PATIENCE = Duration.ofSeconds(10);

	private TransformRun() {
	}

	static Route route(TransformPolicy policy) {
		return Route.builder("orders").path("/orders/{id}/**").with(policy).toService("orders");
	}

	static GatewayExchange exchange(GatewayRequest request, Map<String, String> rawVariables) {
		return GatewayExchange.of(route(TransformPolicy.of(RequestTransform.none())), request,
				ClientConnection.direct(null, "http", null), rawVariables, () -> rawVariables);
	}

	static GatewayExchange exchange(GatewayRequest request) {
		return exchange(request, Map.of("id", "7", "rest", ""));
	}

	static GatewayRequest get(String uri, String... headers) {
		return GatewayRequest.of(HttpMethod.GET, uri).withHeaders((changed) -> add(changed, headers));
	}

	static void add(HttpHeaders headers, String... namesAndValues) {
		for (int i = 0; i < namesAndValues.length; i += 2) {
			headers.add(namesAndValues[i], namesAndValues[i + 1]);
		}
	}

	static GatewayRequest sent(RequestTransform transform, GatewayRequest request) {
		return sent(transform, exchange(request));
	}

	static GatewayRequest sent(RequestTransform transform, GatewayExchange exchange) {
		AtomicReference<@Nullable GatewayRequest> sent = new AtomicReference<>();
		GatewayFilter filter = filter(TransformPolicy.of(transform));
		value(filter.filter(exchange, (changed) -> {
			sent.set(changed.request());
			return Mono.just(GatewayResponse.of(HttpStatus.OK));
		}));
		GatewayRequest request = sent.get();
		assertThat(request).isNotNull();
		return request;
	}

	static void assertRefused(RequestTransform transform, GatewayExchange exchange, String detail) {
		assertRefused(filter(TransformPolicy.of(transform)).filter(exchange, TransformRun::mustNotBeAsked), detail);
	}

	static void assertRefused(Mono<GatewayResponse> response, String detail) {
		StepVerifier.create(response)
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOf(BadRequestException.class).hasMessage(detail))
			.verify(PATIENCE);
	}

	static Mono<GatewayResponse> mustNotBeAsked(GatewayExchange exchange) {
		return Mono.error(new AssertionError("The target was asked"));
	}

	static GatewayResponse received(ResponseTransform transform, GatewayResponse response) {
		return received(transform, get("/orders/7"), response);
	}

	static GatewayResponse received(ResponseTransform transform, GatewayRequest request, GatewayResponse response) {
		return value(filter(TransformPolicy.of(transform)).filter(exchange(request), (changed) -> Mono.just(response)));
	}

	static GatewayFilter filter(TransformPolicy policy) {
		GatewayFilter filter = new TransformFeature().filterFor(route(policy));
		assertThat(filter).isNotNull();
		return filter;
	}

	static <T> T value(Mono<T> mono) {
		AtomicReference<@Nullable T> value = new AtomicReference<>();
		StepVerifier.create(mono).consumeNextWith(value::set).expectComplete().verify(PATIENCE);
		T result = value.get();
		assertThat(result).isNotNull();
		return result;
	}

}
