package io.embeddedgateway.observability;

import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Route;

/**
 * Wants to be told of requests. Found as a bean; asked once for each route when a table
 * of routes is built.
 */
public interface RouteObserver {

	/**
	 * Who is told of the requests of a route.
	 * @param route the route
	 * @return the listener, or {@code null} if the requests of this route do not matter
	 */
	@Nullable RequestListener listenerFor(Route route);

	/**
	 * The policies on routes that this observer applies.
	 * @return the types of the policies, empty if it looks for none
	 */
	default Set<Class<?>> policies() {
		return Set.of();
	}

	/**
	 * A table is in use: what is kept of routes that are not in it can go.
	 * @param routes its routes
	 */
	default void retain(Collection<Route> routes) {
	}

}
