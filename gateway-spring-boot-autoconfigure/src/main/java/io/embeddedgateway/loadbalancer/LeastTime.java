package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.InstanceObservation;
import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Draws two different instances by weight and takes the one with the lower score,
 * {@code time to the first byte * (requests in flight + 1) / weight}. Among few instances
 * it looks at all, and ties are broken at random. What the time is, {@link ResponseTime}
 * says.
 */
final class LeastTime implements LoadBalancer, InstanceObservation {

	private static final int FEW = 4;

	private final PerSnapshot<Timed> timed = new PerSnapshot<>(this::timed);

	private final TypicalTime typical = new TypicalTime();

	private final Supplier<? extends RandomGenerator> random;

	private final LongSupplier ticker;

	LeastTime(Supplier<? extends RandomGenerator> random, LongSupplier ticker) {
		this.random = random;
		this.ticker = ticker;
	}

	@Override
	public InstanceObserver observe(LiveService service, ServiceInstance instance) {
		ResponseTime time = newTime();
		this.typical.add(time);
		return time;
	}

	@Override
	public ServiceInstance choose(List<ServiceInstance> candidates, GatewayExchange exchange) {
		Timed timed = this.timed.get(candidates);
		RandomGenerator random = this.random.get();
		int chosen = (timed.times.length <= FEW) ? timed.leastOfAll(this.ticker.getAsLong(), random)
				: timed.leastOfTwo(this.ticker.getAsLong(), random);
		return timed.weights.instance(chosen);
	}

	private Timed timed(List<ServiceInstance> candidates) {
		Weights weights = Weights.of(candidates);
		ResponseTime[] times = new ResponseTime[weights.size()];
		for (int i = 0; i < times.length; i++) {
			ResponseTime time = weights.instance(i).observer(ResponseTime.class);
			times[i] = (time != null) ? time : newTime();
		}
		return new Timed(weights, times);
	}

	private ResponseTime newTime() {
		return new ResponseTime(this.typical, this.ticker);
	}

	/**
	 * Instances with their times.
	 *
	 * @param weights the instances
	 * @param times their times
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Timed(Weights weights, ResponseTime[] times) {

		int leastOfTwo(long now, RandomGenerator random) {
			int first = this.weights.draw(random);
			int second = this.weights.drawOther(first, random);
			return (score(first, now) <= score(second, now)) ? first : second;
		}

		int leastOfAll(long now, RandomGenerator random) {
			int least = 0;
			double lowest = score(0, now);
			int ties = 1;
			for (int i = 1; i < this.times.length; i++) {
				double score = score(i, now);
				if (score <= lowest) {
					ties = (score == lowest) ? ties + 1 : 1;
					if (random.nextInt(ties) == 0) {
						least = i;
						lowest = score;
					}
				}
			}
			return least;
		}

		private double score(int index, long now) {
			return this.times[index].at(now) * (this.weights.instance(index).inFlight() + 1)
					/ this.weights.weight(index);
		}

	}

}
