package io.embeddedgateway.usage;

import java.util.Set;

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

	/**
	 * Create the feature.
	 * @param meter where to count
	 */
	public UsageFeature(UsageMeter meter) {
		this.meter = meter;
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

}
