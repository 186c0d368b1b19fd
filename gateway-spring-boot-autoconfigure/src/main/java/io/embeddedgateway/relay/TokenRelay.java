package io.embeddedgateway.relay;

/**
 * What becomes of the credentials of the caller on the way to the service.
 */
public enum TokenRelay {

	/**
	 * The service gets them as they came.
	 */
	FORWARD,

	/**
	 * The service gets none.
	 */
	REMOVE,

	/**
	 * The service gets a token that was given for theirs (RFC 8693).
	 */
	EXCHANGE,

	/**
	 * The service gets a token of the gateway itself (RFC 6749 §4.4).
	 */
	CLIENT_CREDENTIALS;

	boolean needsClient() {
		return this == EXCHANGE || this == CLIENT_CREDENTIALS;
	}

}
