package io.embeddedgateway;

import reactor.core.publisher.Mono;

/**
 * The rest of a route, as a {@link GatewayFilter} sees it: further filters, then the
 * target. It may be asked more than once, as long as the body of the request can be.
 */
@FunctionalInterface
public interface GatewayFilterChain {

	/**
	 * Ask the rest of the route for a response.
	 * @param exchange the exchange, as it was received or changed
	 * @return the response; never throws, but signals errors
	 */
	Mono<GatewayResponse> filter(GatewayExchange exchange);

}
