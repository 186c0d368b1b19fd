package io.embeddedgateway.relay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.service.Services;

/**
 * Strips from the requests of every route the headers by which any route tells its
 * service about the caller, so that nobody can pretend to be somebody. What clients sent
 * is kept for {@link RelayFeature}.
 */
public final class ClaimHeaderFeature implements RouteFeature {

	private final Services services;

	private final RelayPolicy defaults;

	private final boolean callers;

	private volatile Stripping last = new Stripping(List.of(), null);

	/**
	 * Create the feature.
	 * @param services all services, which may have headers of their own
	 * @param defaults what holds where neither a route nor its service says anything
	 * @param callers whether there is anybody who can say who is calling
	 */
	public ClaimHeaderFeature(Services services, RelayPolicy defaults, boolean callers) {
		this.services = services;
		this.defaults = defaults;
		this.callers = callers;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.GUARD;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of();
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		return stripping(List.of(route)).filter();
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
		Stripping known = this.last;
		if (known.routes() != chains.routes()) {
			known = stripping(chains.routes());
			this.last = known;
		}
		return known.filter();
	}

	private Stripping stripping(Collection<Route> routes) {
		List<RelayPolicy> policies = new ArrayList<>();
		policies.add(this.defaults);
		routes.stream().map((route) -> route.policy(RelayPolicy.class)).filter(Objects::nonNull).forEach(policies::add);
		this.services.all()
			.stream()
			.map((service) -> service.definition().policy(RelayPolicy.class))
			.filter(Objects::nonNull)
			.forEach(policies::add);
		boolean relays = this.callers || policies.stream().anyMatch((policy) -> !policy.equals(RelayPolicy.DEFAULT));
		return new Stripping(routes, relays ? new ClaimHeaders(ClaimHeaders.names(policies)) : null);
	}

	/**
	 * The filter for the routes of one table.
	 */
	private record Stripping(Collection<Route> routes, @Nullable GatewayFilter filter) {
	}

}
