package io.embeddedgateway.aggregate;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.GatewayExchange;

/**
 * Changes an answer that was put together, where a template can't say how.
 */
@FunctionalInterface
public interface AggregationCustomizer {

	/**
	 * Change the answer.
	 * @param exchange the exchange of the client
	 * @param answer the answer as it was put together; may be changed in place
	 * @return the answer for the client; if it is empty or an error, the request fails
	 */
	Mono<JsonNode> customize(GatewayExchange exchange, JsonNode answer);

}
