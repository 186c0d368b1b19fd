package io.embeddedgateway.auth.dpop;

/**
 * Whether a proof has to carry a nonce of the gateway (RFC 9449 §9).
 */
public enum NonceMode {

	/**
	 * It has to, so that nobody can make proofs in advance.
	 */
	REQUIRED,

	/**
	 * It need not: its time is enough.
	 */
	OFF

}
