package io.embeddedgateway.service;

/**
 * What active checks say about an instance.
 */
public enum CheckedHealth {

	/**
	 * No check has ended yet, or there are none. The instance counts as healthy.
	 */
	UNKNOWN,

	/**
	 * The checks succeed.
	 */
	HEALTHY,

	/**
	 * The checks fail.
	 */
	UNHEALTHY

}
