package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.ServiceInstance;

/**
 * The circuit breaker of one instance. While it is open, the instance is taken out of its
 * service; then one request decides whether it returns.
 */
final class InstanceBreaker implements InstanceObserver {

	private final ServiceInstance instance;

	private final Scheduler scheduler;

	private final Breaker breaker;

	private final Disposable.Swap trial = Disposables.swap();

	InstanceBreaker(ServiceInstance instance, CircuitBreakerPolicy policy, LongSupplier ticker, Scheduler scheduler) {
		this.instance = instance;
		this.scheduler = scheduler;
		this.breaker = new Breaker(policy, 1, ticker, () -> 0, this::changed);
	}

	@Override
	public void responded(int status, long nanos) {
		// A success counts now, since a response may last as long as it likes
		if (status < 500 && status != 429) {
			this.breaker.succeeded(this.breaker.markOf(nanos), nanos);
		}
	}

	@Override
	public void ended(CallOutcome outcome, long nanos) {
		if (outcome.isFailure()) {
			this.breaker.failed(this.breaker.markOf(nanos), nanos);
		}
	}

	CircuitBreakerState state() {
		return this.breaker.state();
	}

	@Override
	public void removed() {
		this.trial.dispose();
	}

	private void changed(CircuitBreakerState from, CircuitBreakerState to, String reason) {
		switch (to) {
			case OPEN -> {
				this.instance.condition().suspend(this, "circuit breaker open: " + reason);
				Duration time = this.breaker.retryAfter();
				this.trial
					.update(this.scheduler.schedule(this.breaker::halfOpen, time.toNanos(), TimeUnit.NANOSECONDS));
			}
			case HALF_OPEN -> this.instance.condition().tryAgain(this, "circuit breaker half-open: " + reason);
			case CLOSED -> this.instance.condition().resume(this, "circuit breaker closed: " + reason);
		}
	}

}
