package io.embeddedgateway.ratelimit;

/**
 * Where the buckets of a policy are.
 */
public enum LimitStore {

	/**
	 * In the shared store if there is one, else in memory.
	 */
	AUTO,

	/**
	 * In the memory of each gateway.
	 */
	LOCAL,

	/**
	 * In the shared store, without which the application does not start.
	 */
	SHARED

}
