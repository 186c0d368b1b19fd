package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.Target;

/**
 * Services that answer when and what a test says.
 */
final class AnsweringServices implements RouteChains {

	private final Map<String, Function<GatewayExchange, Mono<GatewayResponse>>> services = new HashMap<>();

	private final List<String> asked = new ArrayList<>();

	private final List<String> cancelled = new ArrayList<>();

	private final AggregateFeature feature = new AggregateFeature(ObservationRegistry.NOOP);

	@Override
	public GatewayFilterChain to(String id) {
		throw new IllegalArgumentException(id);
	}

	@Override
	public GatewayFilterChain along(Route route) {
		if (route.target() instanceof Target.Answer) {
			GatewayFilter answering = Objects.requireNonNull(this.feature.filterFor(route, this));
			return (exchange) -> answering.filter(exchange.onRoute(route), (unused) -> Mono.empty());
		}
		String service = ((Target.Service) route.target()).id();
		return (exchange) -> {
			String query = (exchange.request().rawQuery() != null) ? "?" + exchange.request().rawQuery() : "";
			this.asked.add(service + " " + exchange.request().rawPath() + query);
			return Objects.requireNonNull(this.services.get(service))
				.apply(exchange)
				.doOnCancel(() -> this.cancelled.add(service));
		};
	}

	AnsweringServices json(String service, String json) {
		return with(service, (exchange) -> Mono.just(response(HttpStatus.OK, json)));
	}

	AnsweringServices status(String service, int status) {
		return with(service, (exchange) -> Mono.just(response(HttpStatusCode.valueOf(status), "{}")));
	}

	AnsweringServices with(String service, Function<GatewayExchange, Mono<GatewayResponse>> answer) {
		this.services.put(service, answer);
		return this;
	}

	/**
	 * A service that answers when it is told.
	 * @param service the id of the service
	 * @return where its answer is put
	 */
	Sinks.One<String> waiting(String service) {
		Sinks.One<String> sink = Sinks.one();
		with(service, (exchange) -> sink.asMono().map((json) -> response(HttpStatus.OK, json)));
		return sink;
	}

	static GatewayResponse response(HttpStatusCode status, String json) {
		return GatewayResponse.of(status, MediaType.APPLICATION_JSON, json);
	}

	List<String> asked() {
		return this.asked;
	}

	List<String> cancelled() {
		return this.cancelled;
	}

	/**
	 * Ask for an answer.
	 * @param policy how it is made
	 * @return the answer, not asked for yet
	 */
	Mono<GatewayResponse> answer(AggregatePolicy policy) {
		return answer(policy, GatewayRequest.of(HttpMethod.GET, "/page/7"));
	}

	Mono<GatewayResponse> answer(AggregatePolicy policy, GatewayRequest request) {
		Route route = Route.builder("page").path("/page/{id}").answer(policy);
		GatewayFilter filter = Objects.requireNonNull(this.feature.filterFor(route, this));
		GatewayExchange exchange = GatewayExchange.of(route, request, ClientConnection.direct(null, "http", null),
				Map.of("id", "7"), () -> Map.of("id", "7"));
		return Mono.defer(() -> filter.filter(exchange, (unused) -> Mono.empty()));
	}

	static String text(GatewayResponse response) {
		return Objects.requireNonNull(DataBufferUtils.join(response.body()).map((DataBuffer buffer) -> {
			String text = buffer.toString(StandardCharsets.UTF_8);
			DataBufferUtils.release(buffer);
			return text;
		}).defaultIfEmpty("").toFuture().orTimeout(10, TimeUnit.SECONDS).join());
	}

	String body(AggregatePolicy policy) {
		return text(ended(answer(policy)));
	}

	static GatewayResponse ended(Mono<GatewayResponse> answer) {
		try {
			return Objects.requireNonNull(answer.toFuture().orTimeout(10, TimeUnit.SECONDS).join());
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
