package io.embeddedgateway.ratelimit;

import io.embeddedgateway.GatewayExchange;

/**
 * How many tokens a request takes. A bean, to which {@code cost} refers by its name.
 */
@FunctionalInterface
public interface RequestCost {

	/**
	 * The cost of a request.
	 * @param exchange the exchange
	 * @return the number of tokens, 0 or more
	 */
	long cost(GatewayExchange exchange);

}
