package io.embeddedgateway.benchmarks;

import java.util.Arrays;

/**
 * What is asked of each proxy.
 */
enum Scenario {

	SMALL("small", "GET, 150 bytes of JSON", Setup.PLAIN, Exchange.get("/api/", Payload.SMALL), 0),

	MEDIUM("10k", "GET, 10 KB", Setup.PLAIN, Exchange.get("/api/", Payload.MEDIUM), 0),

	POST("post-10k", "POST, 10 KB, which the backend verifies", Setup.PLAIN, Exchange.post(Payload.MEDIUM), 0),

	LARGE("1m", "GET, 1 MB", Setup.PLAIN, Exchange.get("/api/", Payload.LARGE), 0),

	STEADY("steady", "GET, 150 bytes, 5,000 requests/s whatever the answers do", Setup.PLAIN,
			Exchange.get("/api/", Payload.SMALL), 5000),

	HEADERS("headers", "GET, 150 bytes, four header edits", Setup.HEADERS, Exchange.getEdited(), 0),

	ROUTES_500("routes-500", "GET, 150 bytes, the last of 500 routes", Setup.ROUTES_500,
			Exchange.get(Setup.ROUTES_500.prefix(), Payload.SMALL), 0),

	ROUTES_5000("routes-5000", "GET, 150 bytes, the last of 5,000 routes", Setup.ROUTES_5000,
			Exchange.get(Setup.ROUTES_5000.prefix(), Payload.SMALL), 0),

	AGGREGATE_SINGLE("aggregate-single", "GET, 150 bytes, beside aggregates", Setup.AGGREGATE,
			Exchange.get("/api/", Payload.SMALL), 0),

	AGGREGATE("aggregate", "GET, three parts of 150 bytes", Setup.AGGREGATE, Exchange.get("/api/", Payload.PAGE), 0),

	AGGREGATE_SLOWEST("aggregate-slowest", "GET, 150 bytes after 20 ms, 200 requests/s", Setup.AGGREGATE,
			Exchange.get("/api/delay-20/", Payload.SMALL), 200),

	AGGREGATE_SLOW("aggregate-slow", "GET, three parts after 5, 10 and 20 ms, 200 requests/s", Setup.AGGREGATE,
			Exchange.get("/api/slow/", Payload.PAGE), 200),

	LIMITED("limited", "GET, 150 bytes, a limit in memory that is never reached", Setup.LIMITED,
			Exchange.get("/api/", Payload.SMALL), 0),

	REDIS_OPEN("redis-open", "GET, 150 bytes, 100 callers in turn, no limit", Setup.LIMITED_REDIS.prefix(),
			Callers.Kind.NAMED),

	LIMITED_REDIS("limited-redis", "GET, 150 bytes, 100 callers in turn, a limit in Redis that is never reached",
			Setup.IN_REDIS, Callers.Kind.NAMED),

	LIMITED_REDIS_SYNC("limited-redis-sync",
			"GET, 150 bytes, 100 callers in turn, a limit that Redis is told of each 100 ms, never reached",
			Setup.SYNCED, Callers.Kind.NAMED),

	JWT_OPEN("jwt-open", "GET, 150 bytes, 100 callers in turn, on a route that reads no tokens", Setup.JWT.prefix(),
			Callers.Kind.REPEATING),

	JWT("jwt", "GET, 150 bytes, 100 callers in turn, RS256 with 2,048 bits, a scope", Setup.PROTECTED,
			Callers.Kind.REPEATING),

	JWT_LIMITED("jwt-limited", "as jwt, with a limit in memory for each caller that is never reached",
			Setup.PROTECTED_LIMITED, Callers.Kind.REPEATING),

	JWT_UNIQUE("jwt-unique", "GET, 150 bytes, callers that never repeat, RS256 with 2,048 bits, a scope",
			Setup.PROTECTED, Callers.Kind.NEW);

	private final String id;

	private final String description;

	private final Setup setup;

	private final Exchange exchange;

	private final int rate;

	private final String prefix;

	private final Callers.Kind callers;

	Scenario(String id, String description, String prefix, Callers.Kind callers) {
		this(id, description, (callers != Callers.Kind.NAMED) ? Setup.JWT : Setup.LIMITED_REDIS, Exchange.get(prefix, Payload.SMALL), 0, prefix, callers);
	}

	Scenario(String id, String description, Setup setup, Exchange exchange, int rate) {
		this(id, description, setup, exchange, rate, setup.prefix(), Callers.Kind.NONE);
	}

	Scenario(String id, String description, Setup setup, Exchange exchange, int rate, String prefix,
			Callers.Kind callers) {
		this.prefix = prefix;
		this.callers = callers;
		this.id = id;
		this.description = description;
		this.setup = setup;
		this.exchange = exchange;
		this.rate = rate;
	}

	static Scenario of(String id) {
		return Arrays.stream(values())
			.filter((scenario) -> scenario.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no scenario '" + id + "'. There are "
					+ String.join(", ", Arrays.stream(values()).map(Scenario::id).toList())));
	}

	String id() {
		return this.id;
	}

	String description() {
		return this.description;
	}

	Setup setup() {
		return this.setup;
	}

	Exchange exchange() {
		return this.exchange;
	}

	/**
	 * The request of a caller.
	 * @param caller its token, or its name
	 * @return the request
	 */
	Exchange exchange(String caller) {
		String header = (this.callers != Callers.Kind.NAMED) ? "Authorization: Bearer " : Callers.NAME_HEADER + ": ";
		return Exchange.get(this.prefix, Payload.SMALL, header + caller);
	}

	/**
	 * Whether there is something to compare.
	 * @param proxy the proxy
	 * @return {@code false} for those that can't do it
	 */
	boolean suits(Proxy proxy) {
		return this.setup.suits(proxy) && (proxy != Proxy.SPRING_CLOUD_GATEWAY || (this != LIMITED_REDIS_SYNC && this != JWT_LIMITED));
	}

	/**
	 * The same without what this is about.
	 * @return the scenario to compare with, or {@code null} if there is none
	 */
	Scenario base() {
		return switch (this.setup) {
			case JWT -> JWT_OPEN;
			case LIMITED -> SMALL;
			case LIMITED_REDIS -> REDIS_OPEN;
			case AGGREGATE -> (this.rate > 0) ? AGGREGATE_SLOWEST : AGGREGATE_SINGLE;
			default -> null;
		};
	}

	Callers.Kind callers() {
		return this.callers;
	}

	/**
	 * The steady rate.
	 * @return requests per second, or 0 for a closed loop
	 */
	int rate() {
		return this.rate;
	}

}
