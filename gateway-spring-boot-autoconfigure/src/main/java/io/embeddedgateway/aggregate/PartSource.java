package io.embeddedgateway.aggregate;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.GatewayExchange;

/**
 * A part that the application makes itself.
 */
@FunctionalInterface
public interface PartSource {

	/**
	 * Make the part. Called on an event loop, so it must not block.
	 * @param exchange the exchange of the client, with the request of the part: method,
	 * path, query, headers and body as the part says, values filled in
	 * @return the value; empty stands for {@code null}; an error fails the part
	 */
	Mono<JsonNode> load(GatewayExchange exchange);

}
