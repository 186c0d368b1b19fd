package io.embeddedgateway.routing;

import io.embeddedgateway.Route;

/**
 * Why a route can't be used.
 *
 * @param route the route
 * @param message what is wrong and what to write instead, to follow the name of the route
 */
public record RouteProblem(Route route, String message) {

	@Override
	public String toString() {
		return this.route + " " + this.message;
	}

}
