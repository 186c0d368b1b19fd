package io.embeddedgateway.transform;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.masking.Masked;

/**
 * Applies the changes of a route.
 */
record TransformFilter(@Nullable RequestEdits request, @Nullable ResponseEdits response) implements ExplainedFilter {

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		GatewayExchange changed;
		ResponseEdits.Filled edits;
		try {
			changed = (this.request != null) ? this.request.apply(exchange) : exchange;
			edits = (this.response != null) ? this.response.fill(exchange) : null;
		}
		catch (GatewayException ex) {
			return Mono.error(ex);
		}
		Mono<GatewayResponse> response = chain.filter(changed);
		if (this.request != null && this.request.hidesBody(exchange.request())) {
			response = response.map(ResponseEdits.Filled::withoutContent);
		}
		return (edits != null) ? response.flatMap(edits::apply) : response;
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return FilterEffect.of(this, exchange).map((effect) -> {
			GatewayExchange next = effect.next();
			return (next != null) ? told(effect, exchange, next) : effect;
		});
	}

	private static String uri(GatewayExchange exchange) {
		GatewayRequest request = exchange.request();
		return Masked.uri(request.rawPath(), request.rawQuery(), exchange.rawPathVariables());
	}

	private FilterEffect told(FilterEffect effect, GatewayExchange exchange, GatewayExchange next) {
		String uri = uri(next);
		boolean moved = !uri.equals(uri(exchange));
		GatewayRequest before = exchange.request();
		GatewayRequest after = next.request();
		List<String> removed = before.headers()
			.headerNames()
			.stream()
			.filter((name) -> !after.headers().containsHeader(name))
			.toList();
		List<String> set = after.headers()
			.headerNames()
			.stream()
			.filter((name) -> !after.headers().getOrEmpty(name).equals(before.headers().getOrEmpty(name)))
			.toList();
		return effect.with("uri", moved ? uri : null)
			.with("method", after.method().equals(before.method()) ? null : after.method().name())
			.with("setHeaders", set.isEmpty() ? null : set)
			.with("removedHeaders", removed.isEmpty() ? null : removed)
			.with("changesResponse", (this.response != null) ? true : null);
	}

}
