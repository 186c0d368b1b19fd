package io.embeddedgateway;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a feature reaches a route without the core knowing it: it looks for its own policy
 * on the route, and contributes a filter or nothing. Found as a bean; asked once for each
 * route when the table of routes is built, so that a route pays only for what it uses.
 */
public interface RouteFeature {

	/**
	 * When the filters of this feature run.
	 * @return the stage
	 */
	FilterStage stage();

	/**
	 * What the feature is called where people look at routes.
	 * @return the name, by default that of the class, such as {@code rate-limit} for
	 * {@code RateLimitFeature}
	 */
	default String name() {
		String type = getClass().getSimpleName().replaceFirst("Feature$", "");
		return type.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
	}

	/**
	 * The policies that this feature applies. A route with a policy that no feature
	 * applies is refused, so that a feature that is switched off never leaves a route
	 * open.
	 * @return the types of the policies, empty if it looks for none
	 */
	Set<Class<?>> policies();

	/**
	 * Create the filter of this feature for a route.
	 * @param route the route
	 * @return the filter, or {@code null} if the route does not use this feature
	 * @throws IllegalArgumentException if the policy on the route can't be applied to it;
	 * the update of the table is then refused
	 */
	@Nullable GatewayFilter filterFor(Route route);

	/**
	 * Create the filter of this feature for a route from which requests may be led to
	 * other routes.
	 * @param route the route
	 * @param chains the ways along other routes
	 * @return the filter, or {@code null} if the route does not use this feature
	 * @throws IllegalArgumentException as {@link #filterFor(Route)} does
	 */
	default @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
		return filterFor(route);
	}

	/**
	 * A table is in use from now on: what is kept of routes that are not in it can go.
	 * Also told when the table has not changed.
	 * @param routes all routes of the table, and those that are parts of them
	 */
	default void used(Collection<Route> routes) {
	}

}
