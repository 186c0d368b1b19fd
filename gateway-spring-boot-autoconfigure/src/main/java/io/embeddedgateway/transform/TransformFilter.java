package io.embeddedgateway.transform;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * Applies the changes of a route.
 */
record TransformFilter(@Nullable RequestEdits request, @Nullable ResponseEdits response) implements GatewayFilter {

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

}
