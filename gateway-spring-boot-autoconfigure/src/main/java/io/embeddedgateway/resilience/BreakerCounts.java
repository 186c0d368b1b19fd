package io.embeddedgateway.resilience;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a circuit breaker does.
 */
final class BreakerCounts {

	private final LongAdder refused = new LongAdder();

	private final Map<CircuitBreakerState, LongAdder> transitions = new ConcurrentHashMap<>();

	void refused() {
		this.refused.increment();
	}

	void changed(CircuitBreakerState to) {
		this.transitions.computeIfAbsent(to, (state) -> new LongAdder()).increment();
	}

	long refusals() {
		return this.refused.sum();
	}

	long transitions(CircuitBreakerState to) {
		LongAdder count = this.transitions.get(to);
		return (count != null) ? count.sum() : 0;
	}

}
