package io.embeddedgateway.resilience;

/**
 * What a circuit breaker does with calls.
 */
public enum CircuitBreakerState {

	/**
	 * All calls are made.
	 */
	CLOSED,

	/**
	 * No calls are made for a while: too many failed, or were slow.
	 */
	OPEN,

	/**
	 * A few calls are made, to see whether they succeed now.
	 */
	HALF_OPEN

}
