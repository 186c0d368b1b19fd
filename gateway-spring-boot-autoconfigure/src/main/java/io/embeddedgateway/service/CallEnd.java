package io.embeddedgateway.service;

/**
 * How a call ended, on this side of the way to the service.
 */
public enum CallEnd {

	/**
	 * The response was read to its end.
	 */
	COMPLETE,

	/**
	 * There was an error instead of the response, or of the rest of it.
	 */
	FAILED,

	/**
	 * Nobody wants the response, or the rest of it, any more.
	 */
	CANCELLED

}
