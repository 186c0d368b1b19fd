package io.embeddedgateway.service;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * All services at run time: the named ones, and one for each address that a route has
 * instead of a service.
 */
public final class Services {

	private final Map<String, LiveService> named;

	private final ServiceListeners listeners = new ServiceListeners();

	private final AnonymousServices anonymous;

	/**
	 * Bring services to life.
	 * @param definitions the definitions
	 * @throws IllegalArgumentException if two have the same id
	 */
	public Services(Collection<Service> definitions) {
		this(definitions, System::nanoTime);
	}

	/**
	 * Bring services to life.
	 * @param definitions the definitions
	 * @param ticker tells the time in nanoseconds, from any origin, never backwards
	 * @throws IllegalArgumentException if two have the same id
	 */
	public Services(Collection<Service> definitions, LongSupplier ticker) {
		this.anonymous = new AnonymousServices((definition) -> new LiveService(definition, this.listeners, ticker));
		Map<String, LiveService> named = new LinkedHashMap<>();
		for (Service definition : definitions) {
			LiveService other = named.putIfAbsent(definition.id(), new LiveService(definition, this.listeners, ticker));
			if (other != null) {
				throw new IllegalArgumentException("Two services have the id '" + definition.id() + "': one from "
						+ place(other.definition().origin()) + ", one from " + place(definition.origin())
						+ "; rename or remove one");
			}
		}
		this.named = Collections.unmodifiableMap(named);
	}

	/**
	 * The service of an id.
	 * @param id the id
	 * @return the service
	 * @throws IllegalArgumentException if there is none
	 */
	public LiveService get(String id) {
		LiveService service = this.named.get(id);
		if (service == null) {
			throw new IllegalArgumentException("There is no service '" + id + "'; " + (this.named.isEmpty()
					? "declare it under gateway.services" : "write one of " + new TreeSet<>(this.named.keySet())));
		}
		return service;
	}

	/**
	 * Whether there is a service of an id.
	 * @param id the id
	 * @return {@code true} if there is
	 */
	public boolean contains(String id) {
		return this.named.containsKey(id);
	}

	/**
	 * The named services.
	 * @return the services in the order of their definitions, immutable
	 */
	public Collection<LiveService> all() {
		return this.named.values();
	}

	/**
	 * Learn what becomes of all services and their instances from now on.
	 * @param listener whom to tell
	 */
	public void listen(ServiceListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * The service for an address that a route has instead of a service. It has one
	 * instance, the id of which is its id, and no policies. All routes with the same
	 * address share it; it is forgotten when the last one is.
	 * @param uri scheme, host and port
	 * @return the service
	 * @throws IllegalArgumentException if the address can't be used
	 */
	public LiveService forUri(URI uri) {
		return this.anonymous.get(Instance.of(uri));
	}

	private static String place(@Nullable String origin) {
		return (origin != null) ? origin : "an unknown place";
	}

}
