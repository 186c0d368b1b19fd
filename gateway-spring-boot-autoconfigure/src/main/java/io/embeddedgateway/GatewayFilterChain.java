package io.embeddedgateway;

import java.util.function.Consumer;

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

	/**
	 * The same chain for one request, the way of which somebody wants to know.
	 * @param follower told the name of each filter whenever the request gets there, and
	 * {@code local} if it gets to the application's own handlers; called by several
	 * threads, and must not throw
	 * @return the chain that tells, or this chain if it has no names
	 */
	default GatewayFilterChain followedBy(Consumer<String> follower) {
		return this;
	}

}
