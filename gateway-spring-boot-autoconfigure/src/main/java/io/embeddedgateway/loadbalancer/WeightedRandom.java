package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Any instance, at random by weight.
 */
final class WeightedRandom implements LoadBalancer {

	private final PerSnapshot<Weights> weights = new PerSnapshot<>(Weights::of);

	private final Supplier<? extends RandomGenerator> random;

	WeightedRandom(Supplier<? extends RandomGenerator> random) {
		this.random = random;
	}

	@Override
	public ServiceInstance choose(List<ServiceInstance> candidates, GatewayExchange exchange) {
		Weights weights = this.weights.get(candidates);
		return weights.instance(weights.draw(this.random.get()));
	}

}
