package io.embeddedgateway;

import java.util.Collection;
import java.util.List;

/**
 * The ways along other routes, for features that lead a request from one route to
 * another.
 */
public interface RouteChains {

	/**
	 * No other routes.
	 */
	RouteChains NONE = new RouteChains() {

		@Override
		public GatewayFilterChain to(String id) {
			throw new IllegalArgumentException("there is no route '" + id + "'");
		}

		@Override
		public GatewayFilterChain along(Route route) {
			throw new IllegalArgumentException("there is no way along " + route);
		}

	};

	/**
	 * All routes of the table that is made, for features that treat requests of one route
	 * by what others do.
	 * @return the routes; the same collection for all of them
	 */
	default Collection<Route> routes() {
		return List.of();
	}

	/**
	 * Whether the route that asks is no route of the table, but {@linkplain #along part
	 * of another}, all of whose filters have run.
	 * @return {@code true} if so
	 */
	default boolean isPart() {
		return false;
	}

	/**
	 * The filters and the target of a route. Nothing is matched again; an exchange that
	 * enters is one on that route from then on.
	 * @param id the id of the route
	 * @return the way along the route
	 * @throws IllegalArgumentException if there is no such route, or it ends at the
	 * application's own handlers
	 */
	GatewayFilterChain to(String id);

	/**
	 * The filters and the target of a route that matches no requests by itself.
	 * @param route the route
	 * @return the way along the route
	 * @throws IllegalArgumentException if the route can't be used
	 */
	GatewayFilterChain along(Route route);

}
