package io.embeddedgateway.service;

/**
 * What operators want of an instance.
 */
public enum AdminState {

	/**
	 * It is to work.
	 */
	ENABLED,

	/**
	 * It is to get no more requests, but those of clients that are bound to it.
	 */
	DRAINING,

	/**
	 * It is to get no requests.
	 */
	DISABLED

}
