package io.embeddedgateway.routing;

import java.util.List;

import io.embeddedgateway.Route;

/**
 * A route of the table in use, for whoever tells people about it.
 *
 * @param route the route
 * @param match its conditions beside the path
 * @param filters its filters, outermost first
 * @param shadowedBy the application's own handlers that answer instead of it where both
 * match, each with its path
 */
public record RouteView(Route route, RequestMatch match, List<PlannedFilter> filters, List<String> shadowedBy) {

	/**
	 * Keep what is given.
	 */
	public RouteView {
		filters = List.copyOf(filters);
		shadowedBy = List.copyOf(shadowedBy);
	}

}
