package io.embeddedgateway.routing;

import java.time.Instant;
import java.util.List;

/**
 * The table in use at one moment, for whoever tells people about it. Immutable.
 *
 * @param revision how many tables have been in use so far, this one included; 0 before
 * the application starts
 * @param loadedAt since when this one is
 * @param routes its routes, most specific first
 */
public record RouteTableView(long revision, Instant loadedAt, List<RouteView> routes) {

	/**
	 * Keep what is given.
	 */
	public RouteTableView {
		routes = List.copyOf(routes);
	}

}
