package io.embeddedgateway.limits;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Refuses clients by their address on routes that have an {@link AddressPolicy}.
 */
public final class AddressFeature implements RouteFeature {

	@Override
	public FilterStage stage() {
		return FilterStage.GUARD;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(AddressPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		AddressPolicy policy = route.policy(AddressPolicy.class);
		return (policy != null && !policy.equals(AddressPolicy.NONE)) ? new AddressFilter(policy) : null;
	}

}
