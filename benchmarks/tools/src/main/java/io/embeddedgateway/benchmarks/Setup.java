package io.embeddedgateway.benchmarks;

/**
 * What a proxy is set up to do. Each runs in processes of its own.
 */
enum Setup {

	PLAIN("plain", 0), HEADERS("headers", 0), ROUTES_500("routes", 500), ROUTES_5000("routes", 5000), JWT("jwt", 0),

	LIMITED("limited", 0), LIMITED_REDIS("limited-redis", 0), AGGREGATE("aggregate", 0);

	/**
	 * What those paths begin with that only callers with a scope may ask for, where
	 * proxies are set up to look at tokens.
	 */
	static final String PROTECTED = "/api/orders/";

	/**
	 * The same for paths with a limit for each caller.
	 */
	static final String PROTECTED_LIMITED = "/api/limited-orders/";

	/**
	 * What those paths begin with whose limit is asked for in Redis with each request.
	 */
	static final String IN_REDIS = "/api/limited/";

	/**
	 * What those paths begin with whose limit is told to Redis at intervals.
	 */
	static final String SYNCED = "/api/synced/";

	/**
	 * What those paths begin with that a caller may ask for twice in a minute.
	 */
	static final String REFUSED = "/api/refused/";

	private final String profile;

	private final int routes;

	Setup(String profile, int routes) {
		this.profile = profile;
		this.routes = routes;
	}

	/**
	 * The Spring profile that sets it up.
	 * @return its name
	 */
	String profile() {
		return this.profile;
	}

	/**
	 * The number of routes, of which the last is to match.
	 * @return the number, or 0 for a single route to everything
	 */
	int routes() {
		return this.routes;
	}

	/**
	 * What the paths of requests begin with.
	 * @return the prefix, with slashes around it
	 */
	String prefix() {
		if (this == JWT || this == LIMITED_REDIS) {
			return "/api/open/";
		}
		return (this.routes > 0) ? "/api/r" + this.routes + "/" : "/api/";
	}

	/**
	 * Whether there is something to compare.
	 * @param proxy the proxy
	 * @return {@code false} for those that can't be set up so
	 */
	boolean suits(Proxy proxy) {
		// What it costs to observe is told of the plain route
		return (this == PLAIN || !proxy.isObserved()) && switch (this) {
			case HEADERS -> proxy != Proxy.DIRECT;
			// What a limit in memory costs: others have none that is comparable
			case LIMITED -> proxy == Proxy.BARE || proxy == Proxy.GATEWAY;
			// The bare proxy knows no limits
			case LIMITED_REDIS -> proxy == Proxy.BARE || proxy.limitsInRedis();
			// It passes tokens on and does not look at them
			case JWT -> proxy == Proxy.BARE || proxy.verifiesTokens();
			// Nobody else here makes one answer of several
			case AGGREGATE -> proxy == Proxy.GATEWAY;
			default -> true;
		};
	}

}
