package io.embeddedgateway.auth;

/**
 * What a client is told is wrong with what it brought: no more than the specifications
 * name.
 */
public enum AuthError {

	/**
	 * The credentials can't be read, or there are more than one (RFC 6750 §3.1).
	 */
	INVALID_REQUEST("invalid_request"),

	/**
	 * The credentials are not valid here, for whatever reason (RFC 6750 §3.1).
	 */
	INVALID_TOKEN("invalid_token"),

	/**
	 * The caller was not granted what the route asks for (RFC 6750 §3.1).
	 */
	INSUFFICIENT_SCOPE("insufficient_scope"),

	/**
	 * The proof of possession is not valid (RFC 9449 §7.1).
	 */
	INVALID_DPOP_PROOF("invalid_dpop_proof"),

	/**
	 * The proof of possession has to carry a nonce of the gateway (RFC 9449 §9).
	 */
	USE_DPOP_NONCE("use_dpop_nonce");

	private final String code;

	AuthError(String code) {
		this.code = code;
	}

	String code() {
		return this.code;
	}

}
