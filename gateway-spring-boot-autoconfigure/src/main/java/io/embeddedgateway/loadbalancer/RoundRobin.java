package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.ServiceInstance;

/**
 * All instances in turn, by weight. The position goes on when the instances change, and
 * begins anywhere, so that gateways that start together do not walk in step.
 */
final class RoundRobin implements LoadBalancer {

	private final PerSnapshot<Schedule> schedule = new PerSnapshot<>(
			(candidates) -> Schedule.of(Weights.of(candidates)));

	private final AtomicInteger position;

	RoundRobin(int start) {
		this.position = new AtomicInteger(start);
	}

	@Override
	public ServiceInstance choose(List<ServiceInstance> candidates, GatewayExchange exchange) {
		return this.schedule.get(candidates).at(this.position.getAndIncrement());
	}

}
