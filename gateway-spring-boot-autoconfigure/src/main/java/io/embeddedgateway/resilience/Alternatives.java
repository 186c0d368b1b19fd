package io.embeddedgateway.resilience;

import java.util.List;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Knows whether a request can go to an instance that it was not sent to before.
 */
final class Alternatives {

	private final LiveService service;

	Alternatives(LiveService service) {
		this.service = service;
	}

	boolean exist(GatewayExchange exchange) {
		BoundInstance bound = BoundInstance.of(exchange);
		if (bound != null && bound.required()) {
			return false;
		}
		Attempts attempts = Attempts.of(exchange);
		List<ServiceInstance> tried = (attempts != null) ? attempts.tried() : List.of();
		for (ServiceInstance candidate : this.service.availability().candidates()) {
			if (!tried.contains(candidate)) {
				return true;
			}
		}
		return false;
	}

}
