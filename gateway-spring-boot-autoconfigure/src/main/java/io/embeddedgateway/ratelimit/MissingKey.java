package io.embeddedgateway.ratelimit;

/**
 * What becomes of a request without key.
 */
public enum MissingKey {

	/**
	 * It is refused with 403.
	 */
	DENY,

	/**
	 * It counts together with all others that have none.
	 */
	SHARED

}
