package io.embeddedgateway.service;

import reactor.core.CoreSubscriber;
import reactor.util.context.ContextView;

import io.embeddedgateway.AttributeKey;
import io.embeddedgateway.GatewayExchange;

/**
 * Follows the attempts of one request, on whatever route they are made: for whoever wants
 * to tell of a request. Called on event loops, and by several threads at once where a
 * request has several parts: it must not wait for anything.
 */
public interface AttemptObserver {

	/**
	 * Who follows the attempts of a request.
	 */
	AttributeKey<AttemptObserver> KEY = AttributeKey.ofRequest("attempt observer", AttemptObserver.class);

	/**
	 * An instance was chosen, and the request is about to be sent.
	 * @param exchange the exchange that is sent
	 * @param service the service
	 * @param instance the instance
	 * @param context the context of whoever waits for the response
	 * @return follows this attempt
	 */
	ObservedAttempt begun(GatewayExchange exchange, LiveService service, ServiceInstance instance, ContextView context);

	/**
	 * Begin to follow an attempt.
	 * @param exchange the exchange that is sent
	 * @param service the service
	 * @param instance the instance
	 * @param actual who waits for the response
	 * @return follows this attempt; does nothing if nobody follows the request
	 */
	static ObservedAttempt begin(GatewayExchange exchange, LiveService service, ServiceInstance instance,
			CoreSubscriber<?> actual) {
		AttemptObserver observer = exchange.attribute(KEY);
		return (observer != null) ? observer.begun(exchange, service, instance, actual.currentContext())
				: ObservedAttempt.UNOBSERVED;
	}

}
