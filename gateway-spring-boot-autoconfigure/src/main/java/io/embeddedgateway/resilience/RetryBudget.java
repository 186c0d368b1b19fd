package io.embeddedgateway.resilience;

import java.util.concurrent.atomic.AtomicInteger;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * How many repeated attempts a service bears at the same time: a service that fails must
 * not be asked twice as much for it.
 */
final class RetryBudget {

	/**
	 * So that one request among few can be repeated.
	 */
	private static final int ALWAYS_ALLOWED = 3;

	private final LiveService service;

	private final AtomicInteger repeated = new AtomicInteger();

	private RetryBudget(LiveService service) {
		this.service = service;
	}

	static RetryBudget of(LiveService service) {
		return service.state(RetryBudget.class, RetryBudget::new);
	}

	/**
	 * Begin a repeated attempt.
	 * @param share the most of them, as a share of all requests in flight
	 * @return whether it may begin; it is then to be ended
	 */
	boolean begin(Percentage share) {
		int most = Math.max(ALWAYS_ALLOWED, (int) (inFlight() * share.factor()));
		int now = this.repeated.get();
		while (now < most) {
			if (this.repeated.compareAndSet(now, now + 1)) {
				return true;
			}
			now = this.repeated.get();
		}
		return false;
	}

	void end() {
		this.repeated.decrementAndGet();
	}

	int repeated() {
		return this.repeated.get();
	}

	private int inFlight() {
		int sum = 0;
		for (ServiceInstance instance : this.service.instances()) {
			sum += instance.inFlight();
		}
		return sum;
	}

}
