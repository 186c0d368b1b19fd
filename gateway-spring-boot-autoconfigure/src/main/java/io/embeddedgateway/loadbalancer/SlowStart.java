package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.function.LongSupplier;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Keeps instances that joined their service, or came back, from getting more than the
 * share that belongs to their reduced weight, whatever the load balancer is that would
 * give it to them. What they don't get goes to the others. If all are new, nothing is
 * kept from anybody.
 */
final class SlowStart implements LoadBalancer {

	private final LoadBalancer loadBalancer;

	private final LongSupplier ticker;

	private final PerSnapshot<Ramp> ramps;

	SlowStart(SlowStartPolicy policy, LoadBalancer loadBalancer, LongSupplier ticker) {
		this.loadBalancer = loadBalancer;
		this.ticker = ticker;
		this.ramps = new PerSnapshot<>(
				(candidates) -> new Ramp(policy, Weights.of(candidates), this.ticker.getAsLong()));
	}

	@Override
	public ServiceInstance choose(List<ServiceInstance> candidates, GatewayExchange exchange) {
		ServiceInstance chosen = this.loadBalancer.choose(candidates, exchange);
		Ramp ramp = this.ramps.get(candidates);
		if (ramp.isOver() || ramp.admits(chosen, this.ticker.getAsLong())) {
			return chosen;
		}
		List<ServiceInstance> settled = ramp.settled();
		return (settled.size() == 1) ? settled.get(0) : this.loadBalancer.choose(settled, exchange);
	}

}
