package io.embeddedgateway.ratelimit;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayResponse;

/**
 * How many tokens a request takes beside those that it took before, once its response is
 * known. A bean, to which {@code response-cost} refers by its name.
 */
@FunctionalInterface
public interface ResponseCost {

	/**
	 * The cost of a response.
	 * @param exchange the exchange
	 * @param response the response, to be looked at only
	 * @return the number of tokens, 0 or more
	 */
	long cost(GatewayExchange exchange, GatewayResponse response);

}
