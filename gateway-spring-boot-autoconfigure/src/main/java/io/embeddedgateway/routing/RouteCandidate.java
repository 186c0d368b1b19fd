package io.embeddedgateway.routing;

import java.util.List;

import io.embeddedgateway.Route;

/**
 * A path of a route that a request matches, or nearly does.
 *
 * @param route the route
 * @param path the pattern of the path
 * @param matched whether the path and all conditions match
 * @param failed what keeps the request from the route, for people to read; empty if the
 * route answers
 */
public record RouteCandidate(Route route, String path, boolean matched, List<String> failed) {

	/**
	 * Keep what is given.
	 */
	public RouteCandidate {
		failed = List.copyOf(failed);
	}

	@Override
	public String toString() {
		return "'" + this.route.id() + "' at " + this.path
				+ (this.failed.isEmpty() ? "" : ": " + String.join("; ", this.failed));
	}

}
