package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.ServiceInstance;

/**
 * All instances in turn, by weight. The turns begin anywhere, so that gateways that start
 * together do not walk in step. Other candidates have turns of their own: further
 * attempts, which leave some instances out, do not take the turns of first ones, and
 * those of every third request never fall to the same instance.
 */
final class RoundRobin implements LoadBalancer {

	private final PerSnapshot<Turns> turns;

	/**
	 * Create a load balancer.
	 * @param start where to begin, asked for each time that there are other candidates
	 */
	RoundRobin(IntSupplier start) {
		this.turns = new PerSnapshot<>(
				(candidates) -> new Turns(Schedule.of(Weights.of(candidates)), new AtomicInteger(start.getAsInt())));
	}

	@Override
	public ServiceInstance choose(List<ServiceInstance> candidates, GatewayExchange exchange) {
		Turns turns = this.turns.get(candidates);
		return turns.schedule.at(turns.position.getAndIncrement());
	}

	private record Turns(Schedule schedule, AtomicInteger position) {

	}

}
