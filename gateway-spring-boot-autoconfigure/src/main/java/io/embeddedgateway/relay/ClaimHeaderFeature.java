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
 * service about the caller, so that nobody can pretend to be somebody.
 */
public final class ClaimHeaderFeature implements RouteFeature {

	private final Services services;

	private final RelayPolicy defaults;

	private volatile Stripping last = new Stripping(List.of(), null);

	/**
	 * Create the feature.
	 * @param services all services, which may have headers of their own
	 * @param defaults what holds where neither a route nor its service says anything
	 */
	public ClaimHeaderFeature(Services services, RelayPolicy defaults) {
		this.services = services;
		this.defaults = defaults;
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
		if (chains.isPart()) {
			// What the client sent is stripped already, and the gateway may have added to
			// it
			return null;
		}
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
		Collection<String> names = ClaimHeaders.names(policies);
		return new Stripping(routes, names.isEmpty() ? null : new ClaimHeaders(names));
	}

	/**
	 * The filter for the routes of one table.
	 */
	private record Stripping(Collection<Route> routes, @Nullable GatewayFilter filter) {
	}

}
