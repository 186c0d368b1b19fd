package io.embeddedgateway.ratelimit;

import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Limits how often routes that have a {@link RateLimitPolicy} are used: before callers
 * are known where their addresses are enough, else afterwards.
 */
public final class RateLimitFeature implements RouteFeature {

	private final RateLimiters limiters;

	private final boolean early;

	private RateLimitFeature(RateLimiters limiters, boolean early) {
		this.limiters = limiters;
		this.early = early;
	}

	/**
	 * The feature for limits by address.
	 * @param limiters all policies at work
	 * @return the feature
	 */
	public static RateLimitFeature ofAddresses(RateLimiters limiters) {
		return new RateLimitFeature(limiters, true);
	}

	/**
	 * The feature for all other limits.
	 * @param limiters all policies at work
	 * @return the feature
	 */
	public static RateLimitFeature ofCallers(RateLimiters limiters) {
		return new RateLimitFeature(limiters, false);
	}

	@Override
	public FilterStage stage() {
		return this.early ? FilterStage.ADDRESS_LIMIT : FilterStage.RATE_LIMIT;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(RateLimitPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		return this.limiters.filter(route, this.early);
	}

	@Override
	public void used(Collection<Route> routes) {
		this.limiters.retain(routes);
	}

}
