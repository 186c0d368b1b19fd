package io.embeddedgateway.limits;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Refuses requests with too large a body on routes that have a {@link BodyLimitPolicy}.
 */
public final class BodyLimitFeature implements RouteFeature {

	@Override
	public FilterStage stage() {
		return FilterStage.GUARD;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(BodyLimitPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		BodyLimitPolicy policy = route.policy(BodyLimitPolicy.class);
		return (policy != null) ? new BodyLimitFilter(policy.max().toBytes()) : null;
	}

}
