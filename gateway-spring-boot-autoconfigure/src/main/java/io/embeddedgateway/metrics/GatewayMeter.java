package io.embeddedgateway.metrics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything that the gateway counts and measures: its name in Micrometer, and by what it
 * is told apart. What a tag can be is bounded by what is configured, never by what
 * clients send.
 */
// Each says what it is itself, by its description
@SuppressWarnings("checkstyle:JavadocVariable")
public enum GatewayMeter {

	REQUESTS("gateway.requests", Type.TIMER,
			"Requests that are over, and the time from the first filter to the last byte of the response", "route",
			"service", "status", "outcome"),

	REQUESTS_ACTIVE("gateway.requests.active", Type.GAUGE,
			"Requests that are on their way, and WebSockets that are open", "route"),

	UNROUTED("gateway.requests.unrouted", Type.COUNTER,
			"Requests that no route took and no handler of the application answered, and why", "reason"),

	OVERHEAD("gateway.overhead", Type.TIMER,
			"The time up to the headers of a response that the gateway took for itself", "route"),

	UPSTREAM_WAIT("gateway.upstream.wait", Type.TIMER,
			"The time up to the headers of a response in which instances were waited for", "route"),

	BYTES("gateway.bytes", Type.COUNTER, "Bytes of the bodies of requests and responses", "route", "body"),

	ERRORS("gateway.errors", Type.COUNTER, "Requests that did not end well: who ended them, in what they were, and why",
			"route", "side", "phase", "cause"),

	INSTANCES("gateway.instances", Type.GAUGE, "Instances of a service in a state", "service", "state"),

	SERVICE_PANIC("gateway.service.panic", Type.GAUGE,
			"Whether a service uses all its instances for want of available ones", "service"),

	INSTANCE_TRANSITIONS("gateway.instance.transitions", Type.COUNTER, "Changes of the state of an instance", "service",
			"instance", "to"),

	INSTANCE_PICKS("gateway.instance.picks", Type.COUNTER, "Requests for which the load balancer chose an instance",
			"service", "instance"),

	INSTANCE_REQUESTS("gateway.instance.requests", Type.COUNTER, "Requests to an instance that are over", "service",
			"instance", "outcome"),

	INSTANCE_RESPONSE("gateway.instance.response", Type.TIMER,
			"The time to the headers of the responses of an instance", "service", "instance"),

	INSTANCE_ACTIVE("gateway.instance.active", Type.GAUGE, "Requests that an instance was given and that are not over",
			"service", "instance"),

	CONNECTIONS("gateway.upstream.connections", Type.GAUGE, "Connections to an instance", "instance", "state"),

	CONNECTIONS_PENDING("gateway.upstream.connections.pending", Type.GAUGE,
			"Requests that wait for a connection to an instance", "instance"),

	CONNECTIONS_CLOSED("gateway.upstream.connections.closed", Type.COUNTER,
			"Connections to an instance that were closed, by whichever side", "instance"),

	CONNECTIONS_FAILED("gateway.upstream.connections.failed", Type.COUNTER,
			"Connections to an instance that could not be made", "instance"),

	CONNECT("gateway.upstream.connect", Type.TIMER,
			"Connections to an instance that were opened, and the time for name, TCP and TLS together", "instance"),

	RETRIES("gateway.retries", Type.COUNTER, "Requests that were sent again", "route", "service", "reason"),

	RETRIES_REFUSED("gateway.retries.refused", Type.COUNTER, "Requests that were not sent again for want of budget",
			"route", "service"),

	HEDGES("gateway.hedges", Type.COUNTER, "Requests that were sent to a second instance because the first was slow",
			"route", "service"),

	HEDGES_WON("gateway.hedges.won", Type.COUNTER, "Requests that were answered by such a further instance", "route",
			"service"),

	CIRCUIT_BREAKER_STATE("gateway.circuit.breaker.state", Type.GAUGE, "Whether a circuit breaker is in a state",
			"service", "route", "state"),

	CIRCUIT_BREAKER_TRANSITIONS("gateway.circuit.breaker.transitions", Type.COUNTER,
			"Changes of the state of a circuit breaker", "service", "route", "to"),

	CIRCUIT_BREAKER_REFUSED("gateway.circuit.breaker.refused", Type.COUNTER, "Requests that a circuit breaker refused",
			"service", "route"),

	CONCURRENCY_LIMIT("gateway.concurrency.limit", Type.GAUGE, "Requests that may be under way at a time", "service",
			"route"),

	CONCURRENCY_ACTIVE("gateway.concurrency.active", Type.GAUGE, "Requests that have a place under the limit",
			"service", "route"),

	CONCURRENCY_WAITING("gateway.concurrency.waiting", Type.GAUGE, "Requests that wait for a place under the limit",
			"service", "route"),

	CONCURRENCY_REFUSED("gateway.concurrency.refused", Type.COUNTER, "Requests that got no place under the limit",
			"service", "route"),

	RATE_LIMIT_REQUESTS("gateway.rate.limit.requests", Type.COUNTER, "Requests that a rate limit decided about",
			"policy", "tier", "outcome"),

	RATE_LIMIT_KEYS("gateway.rate.limit.keys", Type.GAUGE, "Keys that have a bucket in the memory of this gateway"),

	RATE_LIMIT_STORE("gateway.rate.limit.store", Type.TIMER,
			"Questions to the shared store of rate limits, and the time until it answered or was given up"),

	RATE_LIMIT_STORE_FAILURES("gateway.rate.limit.store.failures", Type.COUNTER,
			"Questions that the shared store of rate limits did not answer in time, or answered with an error"),

	RATE_LIMIT_STORE_UP("gateway.rate.limit.store.up", Type.GAUGE, "Whether the shared store of rate limits answers"),

	AUTH_REQUESTS("gateway.auth.requests", Type.COUNTER, "Requests on routes that ask who is calling", "provider",
			"outcome"),

	AUTH_KEY_REFRESHES("gateway.auth.key.refreshes", Type.COUNTER, "Times that the keys of an issuer were asked for",
			"provider", "outcome"),

	ATTEMPTS("gateway.attempts", Type.TIMER, "Requests to instances, where requests are traced", "method", "outcome",
			"route", "service", "status", "error"),

	AGGREGATE_PARTS("gateway.aggregate.part", Type.TIMER, "Calls for the parts of an aggregate", "route", "part",
			"outcome", "error"),

	WEBSOCKETS("gateway.websockets", Type.GAUGE, "WebSockets that are open"),

	WEBSOCKETS_CLOSED("gateway.websockets.closed", Type.COUNTER,
			"WebSockets that are over, by the code of the first Close frame", "code"),

	USAGE_REQUESTS("gateway.usage.requests", Type.COUNTER, "Requests that were over, as usage is metered", "route",
			"status"),

	USAGE_DECISIONS("gateway.usage.decisions", Type.COUNTER, "Decisions of rate limits, as usage is metered", "route",
			"policy", "tier", "outcome"),

	USAGE_COST("gateway.usage.cost", Type.COUNTER, "Tokens that requests have cost, as usage is metered", "route",
			"policy", "tier"),

	USAGE_BYTES("gateway.usage.bytes", Type.COUNTER, "Bytes of bodies, as usage is metered", "route", "body");

	private final String meterName;

	private final Type type;

	private final String description;

	// What List.of makes is immutable, which its type does not say
	@SuppressWarnings("ImmutableEnumChecker")
	private final List<String> tags;

	GatewayMeter(String meterName, Type type, String description, String... tags) {
		this.meterName = meterName;
		this.type = type;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * The name.
	 * @return the name in Micrometer
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * What kind of meter this is.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * What is counted or measured.
	 * @return a phrase without a full stop
	 */
	public String description() {
		return this.description;
	}

	/**
	 * In what it is counted, where that is not just a number.
	 * @return the base unit, or {@code null}; timers have that of the registry
	 */
	public @Nullable String unit() {
		return this.meterName.endsWith(".bytes") ? "bytes" : null;
	}

	/**
	 * What meters of this name are told apart by.
	 * @return the keys of the tags
	 */
	public List<String> tags() {
		return this.tags;
	}

	/**
	 * A kind of meter.
	 */
	public enum Type {

		/**
		 * Counts what happens.
		 */
		COUNTER,

		/**
		 * Tells how much there is now.
		 */
		GAUGE,

		/**
		 * Counts what happens, and measures how long it takes.
		 */
		TIMER

	}

}
