package io.embeddedgateway.ratelimit;

/**
 * What becomes of requests while the shared store does not answer.
 */
public enum StoreFailure {

	/**
	 * Each gateway counts by itself, with its share of the limits.
	 */
	LOCAL,

	/**
	 * They are let through.
	 */
	ALLOW,

	/**
	 * They are refused with 503.
	 */
	DENY

}
