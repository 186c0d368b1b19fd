package io.embeddedgateway.service;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * An instance at run time: its definition, which may change, and its state, which stays
 * with it as long as its service has an instance of its {@link Instance#id() id}. Equal
 * only to itself.
 */
public final class ServiceInstance {

	private final String id;

	private final AtomicInteger inFlight = new AtomicInteger();

	private volatile Instance definition;

	/**
	 * Create an instance without requests in flight.
	 * @param definition the definition
	 */
	public ServiceInstance(Instance definition) {
		this.id = definition.id();
		this.definition = definition;
	}

	/**
	 * What tells this instance from others.
	 * @return scheme, host and port, with the port also where it is the default of the
	 * scheme
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The definition as it stands now.
	 * @return the definition
	 */
	public Instance definition() {
		return this.definition;
	}

	/**
	 * Where the instance is.
	 * @return scheme and host, and the port if the definition has one
	 */
	public URI uri() {
		return this.definition.uri();
	}

	/**
	 * The share of the requests that the instance is to get, relative to the others.
	 * @return the weight, 0 to 1,000,000
	 */
	public int weight() {
		return this.definition.weight();
	}

	/**
	 * Where the instance runs.
	 * @return the zone, or {@code null} if it is not known
	 */
	public @Nullable String zone() {
		return this.definition.zone();
	}

	/**
	 * Free values for load balancers of the application.
	 * @return the values by name
	 */
	public Map<String, String> metadata() {
		return this.definition.metadata();
	}

	/**
	 * How many requests the instance has been given that have not ended.
	 * @return the number of requests, 0 or more
	 */
	public int inFlight() {
		return this.inFlight.get();
	}

	/**
	 * Count a request, as soon as this instance is chosen for it.
	 */
	public void begin() {
		this.inFlight.incrementAndGet();
	}

	/**
	 * Count a request out. To be called exactly once for each {@link #begin()}, however
	 * the request ends; a call too many does not take the number below 0.
	 */
	public void end() {
		this.inFlight.updateAndGet((count) -> Math.max(0, count - 1));
	}

	void redefine(Instance definition) {
		this.definition = definition;
	}

	@Override
	public String toString() {
		return this.id;
	}

}
