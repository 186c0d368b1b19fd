package io.embeddedgateway.resilience;

import java.util.Set;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Bounds the time of requests on routes that have a {@link TimeoutPolicy}. The time runs
 * from before anything is done for the request, so it includes all other filters.
 */
public final class TimeoutFeature implements RouteFeature {

	private final Timer timer;

	private final LongSupplier ticker;

	/**
	 * Create the feature.
	 * @param timer tells when time is up
	 * @param ticker tells the time of {@link System#nanoTime()}
	 */
	public TimeoutFeature(Timer timer, LongSupplier ticker) {
		this.timer = timer;
		this.ticker = ticker;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.GUARD;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(TimeoutPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		TimeoutPolicy policy = route.policy(TimeoutPolicy.class);
		return (policy != null) ? new TimeoutFilter(policy.timeout(), this.timer, this.ticker) : null;
	}

}
