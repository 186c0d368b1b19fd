package io.embeddedgateway;

import reactor.core.publisher.Mono;

/**
 * A function around the rest of a route. It answers by returning a response, or asks the
 * rest of the route for one and may change it.
 * <p>
 * A response that a filter got from the chain and does not return must be given up with
 * {@link GatewayResponse#discard()}, or its connection stays in use.
 */
@FunctionalInterface
public interface GatewayFilter {

	/**
	 * Answer the exchange.
	 * @param exchange the exchange
	 * @param chain the rest of the route
	 * @return the response, or an error: a {@link GatewayException} becomes an answer
	 * with its status, anything else a 500
	 */
	Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain);

}
