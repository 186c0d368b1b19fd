package io.embeddedgateway.usage;

import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Counts what every route is used for.
 */
public final class UsageFeature implements RouteFeature {

	private final UsageMeter meter;

	private final Consumer<Set<String>> routes;

	/**
	 * Create the feature.
	 * @param meter where to count
	 * @param routes is told the ids of all routes whenever they may have changed
	 */
	public UsageFeature(UsageMeter meter, Consumer<Set<String>> routes) {
		this.meter = meter;
		this.routes = routes;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.OBSERVE;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of();
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		// What is led here is counted on the route that the client asked for
		return (exchange, chain) -> exchange.isLed() ? chain.filter(exchange)
				: new MeteredCall(this.meter, exchange, chain);
	}

	@Override
	public void used(Collection<Route> routes) {
		this.routes.accept(routes.stream().map(Route::id).collect(Collectors.toUnmodifiableSet()));
	}

}
