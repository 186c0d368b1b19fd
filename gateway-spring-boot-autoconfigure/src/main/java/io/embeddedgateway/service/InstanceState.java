package io.embeddedgateway.service;

/**
 * Whether an instance gets requests, and why not: the first of these that applies.
 */
public enum InstanceState {

	/**
	 * Switched off by an operator.
	 */
	DISABLED,

	/**
	 * Being emptied by an operator: only clients that are bound to it get there.
	 */
	DRAINING,

	/**
	 * Active checks fail.
	 */
	UNHEALTHY,

	/**
	 * Taken out for a while, because requests to it failed.
	 */
	EJECTED,

	/**
	 * Back after it was taken out, but only for one request at a time, until one
	 * succeeds.
	 */
	ON_TRIAL,

	/**
	 * Gets requests.
	 */
	AVAILABLE;

	/**
	 * Whether the load balancer may choose the instance.
	 * @return {@code true} for {@link #AVAILABLE} and {@link #ON_TRIAL}
	 */
	public boolean isAvailable() {
		return this == AVAILABLE || this == ON_TRIAL;
	}

	/**
	 * Whether a client that is bound to the instance may be sent there.
	 * @return {@code true} if it is available or being emptied
	 */
	public boolean takesBound() {
		return isAvailable() || this == DRAINING;
	}

}
