package io.embeddedgateway.service;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.AttributeKey;
import io.embeddedgateway.GatewayExchange;

/**
 * The instance that a client is bound to.
 *
 * @param serviceId the id of the service; the choice among the instances of others, such
 * as that of a fallback, is free
 * @param instanceId the id of the instance
 * @param required whether the request fails if the instance takes no requests, rather
 * than that another one is chosen
 */
public record BoundInstance(String serviceId, String instanceId, boolean required) {

	private static final AttributeKey<BoundInstance> KEY = AttributeKey.of("bound-instance", BoundInstance.class);

	/**
	 * The instance that the client of an exchange is bound to.
	 * @param exchange the exchange
	 * @return the instance, or {@code null} if it is bound to none
	 */
	public static @Nullable BoundInstance of(GatewayExchange exchange) {
		return exchange.attribute(KEY);
	}

	/**
	 * Bind an exchange to this instance.
	 * @param exchange the exchange
	 */
	public void bind(GatewayExchange exchange) {
		exchange.attribute(KEY, this);
	}

}
