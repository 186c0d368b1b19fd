package io.embeddedgateway.observability;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.Route;
import io.embeddedgateway.Target;
import io.embeddedgateway.UnroutedListener;
import io.embeddedgateway.UnroutedRequest;
import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.text.KebabCase;

/**
 * Measures the requests of each route, and counts those that have none. A route that is
 * in the next table as well goes on with the meters that it has; those of other routes
 * go.
 */
public final class RequestMetrics implements RouteObserver, UnroutedListener {

	private static final String NONE = "none";

	private final GatewayMeters meters;

	private final Map<UnroutedRequest.Reason, Counter> unrouted = new EnumMap<>(UnroutedRequest.Reason.class);

	private final Map<String, RouteMeters> known = new HashMap<>();

	/**
	 * Measure all requests from now on.
	 * @param registry where to measure
	 */
	public RequestMetrics(MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
		for (UnroutedRequest.Reason reason : UnroutedRequest.Reason.values()) {
			this.unrouted.put(reason, this.meters.counter(GatewayMeter.UNROUTED, KebabCase.of(reason)));
		}
	}

	@Override
	public synchronized RequestListener listenerFor(Route route) {
		return this.known.computeIfAbsent(route.id(), (id) -> new RouteMeters(this.meters.group(), id))
			.towards(service(route.target()));
	}

	private static String service(Target target) {
		if (target instanceof Target.Service service) {
			return service.id();
		}
		return (target instanceof Target.Uri server) ? Instance.of(server.uri()).id() : NONE;
	}

	@Override
	public void unrouted(UnroutedRequest request) {
		Counter counter = this.unrouted.get(request.reason());
		if (counter != null) {
			counter.increment();
		}
	}

	@Override
	public synchronized void retain(Collection<Route> routes) {
		Map<String, String> services = new HashMap<>();
		routes.forEach((route) -> services.put(route.id(), service(route.target())));
		this.known.entrySet().removeIf((entry) -> {
			String service = services.get(entry.getKey());
			entry.getValue().retain(service);
			return service == null;
		});
	}

}
