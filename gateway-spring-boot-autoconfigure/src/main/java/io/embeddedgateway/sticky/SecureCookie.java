package io.embeddedgateway.sticky;

/**
 * Whether browsers send the cookie over TLS alone.
 */
public enum SecureCookie {

	/**
	 * If it was set over TLS, as the client sees it.
	 */
	AUTO,

	/**
	 * Always.
	 */
	ALWAYS,

	/**
	 * Never.
	 */
	NEVER

}
