package io.embeddedgateway.relay;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.Target;
import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.auth.CallerMode;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;

/**
 * Tells services about the caller as their {@link RelayPolicy}, or that of the route,
 * says.
 */
public final class RelayFeature implements RouteFeature {

	private final Services services;

	private final TokenClients clients;

	private final TokenStore tokens;

	private final RelayPolicy defaults;

	private final Set<String> keyHeaders;

	private final boolean callers;

	/**
	 * Create the feature.
	 * @param services all services
	 * @param clients get tokens
	 * @param tokens keeps tokens
	 * @param defaults what holds where neither the route nor its service says anything
	 * @param keyHeaders the names of the headers that carry keys of applications; copied
	 * @param callers whether routes ask who is calling that say nothing about it
	 */
	public RelayFeature(Services services, TokenClients clients, TokenStore tokens, RelayPolicy defaults,
			Set<String> keyHeaders, boolean callers) {
		this.services = services;
		this.clients = clients;
		this.tokens = tokens;
		this.defaults = defaults;
		this.keyHeaders = Set.copyOf(keyHeaders);
		this.callers = callers;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.RELAY;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(RelayPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		return filterFor(route, RouteChains.NONE);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
		// What such a route calls, if anything, are routes of its own
		if (route.target() instanceof Target.Answer) {
			return null;
		}
		RelayPolicy policy = policy(route, chains.isPart());
		if (policy == null) {
			return null;
		}
		CredentialHeaders credentials = new CredentialHeaders(policy.token(), this.keyHeaders, asks(route));
		return new RelayFilter(policy, credentials, this.clients, this.tokens);
	}

	private boolean asks(Route route) {
		AuthPolicy policy = route.policy(AuthPolicy.class);
		return (policy != null) ? policy.caller() != CallerMode.NONE : this.callers;
	}

	// Whether a part of another route has a caller is known to that route alone
	private @Nullable RelayPolicy policy(Route route, boolean part) {
		RelayPolicy policy = route.policy(RelayPolicy.class);
		if (policy == null && route.target() instanceof Target.Service service) {
			LiveService live = this.services.get(service.id());
			policy = live.definition().policy(RelayPolicy.class);
		}
		boolean leaves = route.target() instanceof Target.Service || route.target() instanceof Target.Uri;
		boolean needed = part || asks(route) || this.callers || !this.defaults.equals(RelayPolicy.DEFAULT);
		return (policy == null && needed && leaves) ? this.defaults : policy;
	}

}
