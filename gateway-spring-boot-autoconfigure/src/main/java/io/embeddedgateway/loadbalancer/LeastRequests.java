package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Power of two choices: draws two different instances by weight and takes the one with
 * the lower score, {@code (requests in flight + 1) / weight}. Two random ones do nearly
 * as well as looking at all, and gateways that know nothing of each other do not all fall
 * upon the same instance. Among few instances it looks at all, and ties are broken at
 * random.
 * <p>
 * As long as none of those looked at has a request in flight, weight alone decides.
 * Otherwise the heaviest would get every request of a gateway with little to do.
 */
final class LeastRequests implements LoadBalancer {

	private static final int FEW = 4;

	private final PerSnapshot<Weights> weights = new PerSnapshot<>(Weights::of);

	private final Supplier<? extends RandomGenerator> random;

	LeastRequests(Supplier<? extends RandomGenerator> random) {
		this.random = random;
	}

	@Override
	public ServiceInstance choose(List<ServiceInstance> candidates, GatewayExchange exchange) {
		Weights weights = this.weights.get(candidates);
		RandomGenerator random = this.random.get();
		return weights.instance((weights.size() <= FEW) ? leastOfAll(weights, random) : leastOfTwo(weights, random));
	}

	private static int leastOfTwo(Weights weights, RandomGenerator random) {
		int first = weights.draw(random);
		int second = weights.drawOther(first, random);
		int firstInFlight = weights.instance(first).inFlight();
		int secondInFlight = weights.instance(second).inFlight();
		if (firstInFlight == 0 && secondInFlight == 0) {
			return first;
		}
		return (compare(weights, first, firstInFlight, second, secondInFlight) <= 0) ? first : second;
	}

	private static int leastOfAll(Weights weights, RandomGenerator random) {
		int least = 0;
		int leastInFlight = weights.instance(0).inFlight();
		int ties = 1;
		boolean idle = (leastInFlight == 0);
		for (int i = 1; i < weights.size(); i++) {
			int inFlight = weights.instance(i).inFlight();
			idle &= (inFlight == 0);
			int difference = compare(weights, i, inFlight, least, leastInFlight);
			if (difference <= 0) {
				ties = (difference == 0) ? ties + 1 : 1;
				if (random.nextInt(ties) == 0) {
					least = i;
					leastInFlight = inFlight;
				}
			}
		}
		return idle ? weights.draw(random) : least;
	}

	// The scores, brought to the same denominator.
	private static int compare(Weights weights, int left, int leftInFlight, int right, int rightInFlight) {
		return Long.compare((leftInFlight + 1L) * weights.weight(right), (rightInFlight + 1L) * weights.weight(left));
	}

}
