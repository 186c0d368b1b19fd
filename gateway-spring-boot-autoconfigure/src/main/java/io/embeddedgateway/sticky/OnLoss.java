package io.embeddedgateway.sticky;

/**
 * What happens to a client whose instance is gone or takes no requests.
 */
public enum OnLoss {

	/**
	 * Another instance is chosen, and the client is bound to that one.
	 */
	REASSIGN,

	/**
	 * The client is answered 503 until its instance is back, or its token has expired.
	 */
	FAIL

}
