package io.embeddedgateway.observability;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.Route;
import io.embeddedgateway.Target;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.service.Instance;

/**
 * Measures the requests of each route. A route that is in the next table as well goes on
 * with the meters that it has; those of other routes go.
 */
public final class RequestMetrics implements RouteObserver {

	private static final String NONE = "none";

	private final GatewayMeters meters;

	private final Map<String, RouteMeters> known = new HashMap<>();

	/**
	 * The services of the routes of which the table consists that was built last.
	 */
	private final Map<String, String> services = new HashMap<>();

	/**
	 * Measure all requests from now on.
	 * @param registry where to measure
	 */
	public RequestMetrics(MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
	}

	@Override
	public synchronized RequestListener listenerFor(Route route) {
		String service = service(route.target());
		this.services.put(route.id(), service);
		return this.known.computeIfAbsent(route.id(), (id) -> new RouteMeters(this.meters.group(), id))
			.towards(service);
	}

	private static String service(Target target) {
		if (target instanceof Target.Service service) {
			return service.id();
		}
		return (target instanceof Target.Uri server) ? Instance.of(server.uri()).id() : NONE;
	}

	@Override
	public synchronized void retain(Set<String> ids) {
		this.services.keySet().retainAll(ids);
		this.known.entrySet().removeIf((entry) -> {
			String service = this.services.get(entry.getKey());
			entry.getValue().retain(service);
			return service == null;
		});
	}

}
