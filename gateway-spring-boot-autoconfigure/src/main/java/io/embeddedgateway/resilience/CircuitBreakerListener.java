package io.embeddedgateway.resilience;

/**
 * Learns what becomes of the circuit breakers of services and routes. Called on event
 * loops: it must not wait for anything.
 */
@FunctionalInterface
public interface CircuitBreakerListener {

	/**
	 * A breaker changed its state.
	 * @param change what changed
	 */
	void changed(CircuitBreakerChange change);

}
