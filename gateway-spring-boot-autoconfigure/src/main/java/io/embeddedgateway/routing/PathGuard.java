package io.embeddedgateway.routing;

import reactor.core.publisher.Mono;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * Refuses requests whose path can be read in two ways, on every route.
 */
final class PathGuard implements ExplainedFilter {

	private final boolean allowParameters;

	PathGuard(boolean allowParameters) {
		this.allowParameters = allowParameters;
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		String problem = RawPath.problem(exchange.request().rawPath(), exchange.request().rawQuery(),
				this.allowParameters);
		return (problem != null) ? Mono.error(new BadRequestException(problem)) : chain.filter(exchange);
	}

}
