package io.embeddedgateway.routing;

/**
 * Who answers a request.
 */
public enum RouteOutcome {

	/**
	 * A route that leads elsewhere.
	 */
	ROUTE,

	/**
	 * A handler of the application itself, which no route guards.
	 */
	OWN_HANDLER,

	/**
	 * The application itself, guarded by a local route.
	 */
	LOCAL,

	/**
	 * Nobody.
	 */
	NOT_FOUND,

	/**
	 * Nobody, because routes accept other methods only.
	 */
	METHOD_NOT_ALLOWED,

	/**
	 * The gateway, which refuses the request before it looks for a route, or because it
	 * can't tell which one it has.
	 */
	REFUSED

}
