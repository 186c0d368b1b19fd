package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.Availability;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * The way to the one instance of a service that a request goes to: the one that its
 * client is bound to, or else one that the load balancer chooses among those that are
 * available and that the request was not sent to before.
 */
public final class InstanceChoice {

	private final LiveService service;

	private final LoadBalancer loadBalancer;

	InstanceChoice(LiveService service, LoadBalancer loadBalancer) {
		this.service = service;
		this.loadBalancer = loadBalancer;
	}

	/**
	 * The service.
	 * @return the service whose instances are chosen
	 */
	public LiveService service() {
		return this.service;
	}

	/**
	 * Choose an instance. The caller counts the request in.
	 * @param exchange the exchange that is on its way
	 * @return an instance of the service
	 * @throws ServiceUnavailableException if there is none
	 */
	public ServiceInstance choose(GatewayExchange exchange) {
		Attempts attempts = Attempts.of(exchange);
		ServiceInstance bound = bound(exchange, attempts);
		ServiceInstance chosen = (bound != null) ? bound : balance(exchange, attempts);
		if (attempts != null) {
			attempts.chosen(chosen);
		}
		return chosen;
	}

	private @Nullable ServiceInstance bound(GatewayExchange exchange, @Nullable Attempts attempts) {
		BoundInstance bound = BoundInstance.of(exchange);
		if (bound == null || !bound.serviceId().equals(this.service.id())) {
			return null;
		}
		if (attempts != null && !attempts.tried().isEmpty() && !bound.required()) {
			return null;
		}
		ServiceInstance instance = this.service.instance(bound.instanceId());
		if (instance != null && instance.state().takesBound() && instance.tryUse()) {
			return instance;
		}
		if (bound.required()) {
			throw unavailable("does not have the instance available that the client is bound to");
		}
		return null;
	}

	private ServiceInstance balance(GatewayExchange exchange, @Nullable Attempts attempts) {
		Availability availability = this.service.availability();
		List<ServiceInstance> candidates = availability.candidates();
		if (candidates.isEmpty()) {
			throw unavailable(availability.instances().isEmpty() ? "has no instances" : "has no available instances");
		}
		if (attempts != null && !attempts.tried().isEmpty()) {
			List<ServiceInstance> untried = without(candidates, attempts.tried());
			candidates = untried.isEmpty() ? candidates : untried;
		}
		return balance(candidates, exchange);
	}

	private ServiceInstance balance(List<ServiceInstance> candidates, GatewayExchange exchange) {
		List<ServiceInstance> rest = candidates;
		ServiceInstance chosen = one(rest, exchange);
		while (!chosen.tryUse()) {
			rest = without(rest, List.of(chosen));
			if (rest.isEmpty()) {
				// All have their trial; better one more than none
				return chosen;
			}
			chosen = one(rest, exchange);
		}
		return chosen;
	}

	private ServiceInstance one(List<ServiceInstance> candidates, GatewayExchange exchange) {
		return (candidates.size() == 1) ? candidates.get(0) : this.loadBalancer.choose(candidates, exchange);
	}

	private static List<ServiceInstance> without(List<ServiceInstance> candidates, List<ServiceInstance> excluded) {
		List<ServiceInstance> rest = new ArrayList<>(candidates);
		rest.removeAll(excluded);
		return List.copyOf(rest);
	}

	private ServiceUnavailableException unavailable(String why) {
		return new ServiceUnavailableException("The service is not available.", this.service.id(),
				"service '" + this.service.id() + "' " + why, null);
	}

}
