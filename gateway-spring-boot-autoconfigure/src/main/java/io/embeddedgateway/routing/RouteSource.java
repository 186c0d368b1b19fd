package io.embeddedgateway.routing;

import java.util.Collection;

import reactor.core.publisher.Flux;

import io.embeddedgateway.Route;

/**
 * Where routes come from that change at run time. Found as a bean, beside the routes of
 * the configuration and those that are beans themselves.
 */
@FunctionalInterface
public interface RouteSource {

	/**
	 * The routes of this source, again and again. Each element replaces all routes of
	 * this source at once, or, if something is wrong with it, nothing: then the problem
	 * is logged and the last good routes stay. They also stay after an error or
	 * completion; after an error the source is subscribed to again.
	 * @return the routes, subscribed to when the application starts
	 */
	Flux<? extends Collection<Route>> routes();

}
