package io.embeddedgateway.observability;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ObservedAttempt;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Traces requests: joins the span of the server, and makes one for each attempt.
 */
public interface RequestTracing {

	/**
	 * A request has found its route.
	 * @param exchange the exchange
	 * @param context the context of the server
	 * @return the id of its trace in hexadecimal digits, or {@code null} if it has none
	 */
	@Nullable String begun(GatewayExchange exchange, ContextView context);

	/**
	 * An instance is about to be sent a request.
	 * @param exchange the exchange that is sent
	 * @param service the service
	 * @param instance the instance
	 * @param attempt which attempt of the request this is, from 1
	 * @param context the context of whoever waits for the response
	 * @return follows the attempt
	 */
	ObservedAttempt attempt(GatewayExchange exchange, LiveService service, ServiceInstance instance, int attempt,
			ContextView context);

}
