package io.embeddedgateway.auth;

import java.util.Map;

/**
 * To what the tokens of a provider have to be bound, so that a stolen one is worth
 * nothing. The proof that a token is bound to is always asked for.
 */
public enum TokenBinding {

	/**
	 * To nothing: whoever has a token may use it, unless the token says otherwise.
	 */
	NONE,

	/**
	 * To a key of the client (RFC 9449).
	 */
	DPOP,

	/**
	 * To the certificate of the client (RFC 8705).
	 */
	CERTIFICATE,

	/**
	 * To one or the other.
	 */
	ANY;

	/**
	 * The member of {@code cnf} for a key (RFC 9449 §6.1).
	 */
	public static final String KEY_MEMBER = "jkt";

	/**
	 * The member of {@code cnf} for a certificate (RFC 8705 §3.1).
	 */
	public static final String CERTIFICATE_MEMBER = "x5t#S256";

	boolean isMetBy(Map<String, Object> confirmation) {
		boolean key = confirmation.containsKey(KEY_MEMBER);
		boolean certificate = confirmation.containsKey(CERTIFICATE_MEMBER);
		return switch (this) {
			case NONE -> true;
			case DPOP -> key;
			case CERTIFICATE -> certificate;
			case ANY -> key || certificate;
		};
	}

}
