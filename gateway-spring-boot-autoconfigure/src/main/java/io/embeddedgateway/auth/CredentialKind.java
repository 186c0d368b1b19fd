package io.embeddedgateway.auth;

/**
 * Kinds of credentials, in the order in which they are looked for: a request that has
 * several is judged by the first.
 */
public enum CredentialKind {

	/**
	 * A token of an issuer that is known by name: first, because it says whose it is.
	 */
	ISSUED_TOKEN,

	/**
	 * A token of anybody else.
	 */
	TOKEN,

	/**
	 * A user name and a password: in the same header as tokens.
	 */
	PASSWORD,

	/**
	 * The key of an application: in a header of its own.
	 */
	API_KEY,

	/**
	 * A certificate of the connection: last, because a client may have one for reasons of
	 * its own.
	 */
	CERTIFICATE;

	/**
	 * Whether it is a token.
	 * @return {@code true} for tokens of whoever
	 */
	public boolean isToken() {
		return this == ISSUED_TOKEN || this == TOKEN;
	}

}
