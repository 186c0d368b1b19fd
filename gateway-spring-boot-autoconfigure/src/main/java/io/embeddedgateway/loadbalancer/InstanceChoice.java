package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

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
 * available, near, and of the first level as far as they suffice, and that the request
 * was not sent to before.
 */
public final class InstanceChoice {

	private final LiveService service;

	private final LoadBalancer loadBalancer;

	private final @Nullable String zone;

	private final Supplier<? extends RandomGenerator> random;

	private volatile @Nullable Split split;

	/**
	 * Create a choice.
	 * @param service the service whose instances are chosen
	 * @param loadBalancer chooses among those that are equally good for the gateway
	 * @param zone where the gateway runs, or {@code null} if that is not known
	 * @param random where the randomness comes from
	 */
	InstanceChoice(LiveService service, LoadBalancer loadBalancer, @Nullable String zone,
			Supplier<? extends RandomGenerator> random) {
		this.service = service;
		this.loadBalancer = loadBalancer;
		this.zone = zone;
		this.random = random;
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

	/**
	 * Which instances there are to choose from for a request, without choosing one.
	 * @param exchange the exchange that is asked for
	 * @return all instances of the service
	 */
	public List<InstanceOption> options(GatewayExchange exchange) {
		BoundInstance bound = BoundInstance.of(exchange);
		boolean ours = bound != null && bound.serviceId().equals(this.service.id());
		Attempts attempts = Attempts.of(exchange);
		return new InstanceOptions(this.service, this.zone, ours ? bound : null,
				(attempts != null) ? attempts.tried() : List.of())
			.all();
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
		Split split = split();
		List<ServiceInstance> tried = (attempts != null) ? attempts.tried() : List.of();
		ServiceInstance chosen = usable(without(split.draw(this.random), tried), exchange);
		for (int i = 0; chosen == null && i < split.parts().size(); i++) {
			chosen = usable(without(split.parts().get(i).candidates(), tried), exchange);
		}
		if (chosen != null) {
			return chosen;
		}
		// All were tried, or have their trial; better once more than not at all
		return one(split.candidates(), exchange);
	}

	private Split split() {
		Availability availability = this.service.availability();
		Split split = this.split;
		if (split == null || !split.isOf(availability)) {
			if (availability.candidates().isEmpty()) {
				throw unavailable(
						availability.instances().isEmpty() ? "has no instances" : "has no available instances");
			}
			split = Split.of(availability, this.zone);
			this.split = split;
		}
		return split;
	}

	private @Nullable ServiceInstance usable(List<ServiceInstance> candidates, GatewayExchange exchange) {
		List<ServiceInstance> rest = candidates;
		for (int i = 0; i < candidates.size() && !rest.isEmpty(); i++) {
			ServiceInstance chosen = one(rest, exchange);
			if (chosen.tryUse()) {
				return chosen;
			}
			rest = without(rest, List.of(chosen));
		}
		return null;
	}

	private ServiceInstance one(List<ServiceInstance> candidates, GatewayExchange exchange) {
		return (candidates.size() == 1) ? candidates.get(0) : this.loadBalancer.choose(candidates, exchange);
	}

	private static List<ServiceInstance> without(List<ServiceInstance> candidates, List<ServiceInstance> excluded) {
		if (excluded.isEmpty()) {
			return candidates;
		}
		List<ServiceInstance> rest = new ArrayList<>(candidates);
		rest.removeAll(excluded);
		// What has no weight gets nothing just because the others had their turn
		boolean weightless = rest.stream().allMatch((instance) -> instance.weight() == 0)
				&& candidates.stream().anyMatch((instance) -> instance.weight() > 0);
		return weightless ? List.of() : List.copyOf(rest);
	}

	private ServiceUnavailableException unavailable(String why) {
		return new ServiceUnavailableException("The service is not available.", this.service.id(),
				"service '" + this.service.id() + "' " + why, null);
	}

}
