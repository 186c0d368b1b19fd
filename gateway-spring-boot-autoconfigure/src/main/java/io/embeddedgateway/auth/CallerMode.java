package io.embeddedgateway.auth;

/**
 * Whether a route asks who is calling.
 */
public enum CallerMode {

	/**
	 * Nobody is asked; the route is open to everyone.
	 */
	NONE,

	/**
	 * Who brings credentials is known, and refused if they are not valid; everyone else
	 * may call as well.
	 */
	OPTIONAL,

	/**
	 * Nobody may call without valid credentials.
	 */
	REQUIRED

}
