package io.embeddedgateway.routing;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.Route;

/**
 * A route ready for requests: its conditions compiled and its filters composed.
 *
 * @param route the route
 * @param match its conditions beside the path
 * @param conditions the same, compiled
 * @param chain its filters and its target
 * @param filters the same filters, outermost first
 * @param crossOrigin whether a filter of it answers the preflights of the requests it
 * matches
 * @param guard what decides who may use it, or {@code null} if it is open; equal to that
 * of a route with the same rules
 */
record CompiledRoute(Route route, RequestMatch match, RequestConditions conditions, GatewayFilterChain chain,
		List<PlannedFilter> filters, boolean crossOrigin, @Nullable GatewayFilter guard) {
}
