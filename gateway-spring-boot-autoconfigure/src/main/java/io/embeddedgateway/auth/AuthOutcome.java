package io.embeddedgateway.auth;

/**
 * What became of a request on a route that asks who is calling.
 */
public enum AuthOutcome {

	/**
	 * The caller was let in.
	 */
	GRANTED,

	/**
	 * It had no credentials, and went on as nobody's or was answered with 401.
	 */
	MISSING,

	/**
	 * Its credentials were wrong: 401, or 400 where they were ambiguous.
	 */
	INVALID,

	/**
	 * The caller is known and may not use the route: 403.
	 */
	DENIED,

	/**
	 * Nobody could find out: 503.
	 */
	FAILED

}
