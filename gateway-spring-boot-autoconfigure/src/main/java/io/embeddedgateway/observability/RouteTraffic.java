package io.embeddedgateway.observability;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Route;

/**
 * Counts the requests of each route, as long as there is the route. Needs no registry,
 * and writes nothing that threads would wait for each other for.
 */
public final class RouteTraffic implements RouteObserver {

	private final ConcurrentMap<String, RequestCounts> counts = new ConcurrentHashMap<>();

	@Override
	public RequestListener listenerFor(Route route) {
		return this.counts.computeIfAbsent(route.id(), (id) -> new RequestCounts());
	}

	@Override
	public void retain(Collection<Route> routes) {
		this.counts.keySet().retainAll(routes.stream().map(Route::id).collect(Collectors.toSet()));
	}

	/**
	 * What was counted of a route.
	 * @param routeId the id of the route
	 * @return the numbers since there is the route, or {@code null} if it is not counted
	 */
	public @Nullable Traffic of(String routeId) {
		RequestCounts counts = this.counts.get(routeId);
		return (counts != null) ? counts.traffic() : null;
	}

}
