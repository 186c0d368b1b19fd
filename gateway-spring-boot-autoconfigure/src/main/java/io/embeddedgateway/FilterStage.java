package io.embeddedgateway;

/**
 * When a filter runs, outermost first. The library knows the order, so that authors of
 * routes do not have to; the reason for each place stands beside it.
 */
public enum FilterStage {

	/**
	 * Metrics, traces and logs: outermost, because they must see everything on the route,
	 * also what is refused.
	 */
	OBSERVE,

	/**
	 * Headers that every answer of the route is to have: before anything that may refuse
	 * the request.
	 */
	ANSWER,

	/**
	 * Cross-origin rules: before authentication, because a preflight request carries no
	 * token. A route with a filter here also gets the preflights of the requests that it
	 * matches.
	 */
	CORS,

	/**
	 * Limits of size, time and address: before any work is done for the request.
	 */
	GUARD,

	/**
	 * How often from one address: before any credentials are checked, so that a flood
	 * costs little.
	 */
	ADDRESS_LIMIT,

	/**
	 * Who is calling, and may they use this route: before anything that depends on the
	 * caller.
	 */
	AUTHENTICATE,

	/**
	 * How often: after the caller is known, because keys and tiers may depend on it.
	 */
	RATE_LIMIT,

	/**
	 * The filters of the application: they see only callers that were let in, and they
	 * see requests and responses as the client does.
	 */
	CUSTOM,

	/**
	 * Stored responses: after everything that decides about this caller, before all that
	 * costs.
	 */
	CACHE,

	/**
	 * Changes to path, headers and body: inside the cache, so that the work is done once
	 * for each stored response.
	 */
	TRANSFORM,

	/**
	 * Which instance the client is bound to: around all that may choose one, because the
	 * answer tells the client which one it was.
	 */
	AFFINITY,

	/**
	 * Another answer instead of a failure: around all that may fail on the way to the
	 * service.
	 */
	FALLBACK,

	/**
	 * What the service is told about the caller: within fallbacks, because another
	 * service is told other things, and around repeated attempts, which are told the
	 * same.
	 */
	RELAY,

	/**
	 * Circuit breakers of services: before a place is taken that a service that is out of
	 * order would hold for nothing.
	 */
	CIRCUIT_BREAKER,

	/**
	 * How many at the same time: around repeated attempts, because a request keeps its
	 * place until it is over.
	 */
	CONCURRENCY,

	/**
	 * Repeated attempts: innermost, so that each picks an instance of its own.
	 */
	RETRY,

	/**
	 * Where the route ends: whatever stands here answers, and asks nobody further.
	 */
	TARGET

}
