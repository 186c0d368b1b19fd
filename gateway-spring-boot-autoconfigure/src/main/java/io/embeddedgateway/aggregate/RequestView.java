package io.embeddedgateway.aggregate;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

import io.embeddedgateway.GatewayExchange;

/**
 * The values of the request of the client.
 *
 * @param exchange the exchange of the client
 * @param body the body, or {@code null} if nobody needs it
 */
record RequestView(GatewayExchange exchange, @Nullable JsonNode body) {

	@Nullable JsonNode of(Reference reference) {
		return switch (reference.source()) {
			case REQUEST -> text(Objects.requireNonNull(reference.selector()).select(this.exchange));
			case BODY -> (this.body != null) ? reference.path().value(this.body) : null;
			case NAMED -> text(this.exchange.pathVariables().get(reference.name()));
			case ITEM -> null;
		};
	}

	private static @Nullable JsonNode text(@Nullable String value) {
		return (value != null) ? StringNode.valueOf(value) : null;
	}

}
