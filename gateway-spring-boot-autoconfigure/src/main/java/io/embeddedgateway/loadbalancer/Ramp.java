package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.embeddedgateway.service.ServiceInstance;

/**
 * How the shares of the new ones among some instances grow. Each new instance earns its
 * share of every request that is on its way to one of them, and spends one for each
 * request that it takes: so it gets no more than its share, also from a load balancer
 * that prefers it because it has nothing to do yet.
 */
final class Ramp {

	private static final int STEPS = 300;

	private final SlowStartPolicy policy;

	private final Weights weights;

	private final List<Newcomer> newcomers = new ArrayList<>();

	private final AtomicLong nextStep;

	private volatile List<ServiceInstance> settled = List.of();

	private volatile boolean over;

	Ramp(SlowStartPolicy policy, Weights weights, long now) {
		this.policy = policy;
		this.weights = weights;
		this.nextStep = new AtomicLong(now);
		for (int i = 0; i < weights.size(); i++) {
			Long since = weights.instance(i).availableSince();
			if (since != null && policy.factor(now - since) < 1) {
				this.newcomers.add(new Newcomer(weights.instance(i), weights.weight(i), since));
			}
		}
		step(now);
	}

	/**
	 * Whether none of the instances is new any more.
	 * @return {@code true} for good
	 */
	boolean isOver() {
		return this.over;
	}

	/**
	 * The instances that are not new.
	 * @return the instances, none if all are new; the same list until there are others
	 */
	List<ServiceInstance> settled() {
		return this.settled;
	}

	/**
	 * Whether an instance may take a request. To be asked once for each request.
	 * @param chosen the instance
	 * @param now the time, in nanoseconds
	 * @return {@code true} if it is not new, if its share allows it, or if all are new
	 */
	boolean admits(ServiceInstance chosen, long now) {
		long next = this.nextStep.get();
		if (now - next >= 0 && this.nextStep.compareAndSet(next, now + this.policy.window().toNanos() / STEPS)) {
			step(now);
		}
		Newcomer newcomer = null;
		for (Newcomer each : this.newcomers) {
			each.earn();
			newcomer = (each.instance == chosen) ? each : newcomer;
		}
		return newcomer == null || this.settled.isEmpty() || newcomer.spend();
	}

	private void step(long now) {
		List<ServiceInstance> settled = new ArrayList<>(this.weights.size());
		for (int i = 0; i < this.weights.size(); i++) {
			settled.add(this.weights.instance(i));
		}
		double total = this.weights.total();
		for (Newcomer newcomer : this.newcomers) {
			newcomer.factor = this.policy.factor(now - newcomer.since);
			total -= newcomer.weight * (1 - newcomer.factor);
			if (newcomer.factor < 1) {
				settled.remove(newcomer.instance);
			}
		}
		for (Newcomer newcomer : this.newcomers) {
			newcomer.grow(total);
		}
		if (settled.size() != this.settled.size()) {
			// Otherwise the list stays, and what load balancers know about it
			this.settled = List.copyOf(settled);
		}
		this.over = settled.size() == this.weights.size();
	}

	/**
	 * An instance whose share still grows.
	 */
	private static final class Newcomer {

		/**
		 * What a request costs.
		 */
		private static final long REQUEST = 1L << 30;

		private final ServiceInstance instance;

		private final int weight;

		private final long since;

		private final AtomicLong credit = new AtomicLong();

		private volatile double factor;

		private volatile long share;

		Newcomer(ServiceInstance instance, int weight, long since) {
			this.instance = instance;
			this.weight = weight;
			this.since = since;
		}

		void grow(double total) {
			this.share = (long) (REQUEST * this.weight * this.factor / total);
		}

		void earn() {
			// What it did not get in time is no reason to get much at once
			if (this.credit.get() < 2 * REQUEST) {
				this.credit.addAndGet(this.share);
			}
		}

		boolean spend() {
			if (this.factor >= 1) {
				return true;
			}
			long credit = this.credit.get();
			while (credit >= REQUEST) {
				if (this.credit.compareAndSet(credit, credit - REQUEST)) {
					return true;
				}
				credit = this.credit.get();
			}
			return false;
		}

	}

}
