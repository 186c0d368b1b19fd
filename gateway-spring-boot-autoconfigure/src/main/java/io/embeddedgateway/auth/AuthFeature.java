package io.embeddedgateway.auth;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.Caller;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.Target;

/**
 * Lets only those use a route whom its {@link AuthPolicy} lets. Once there is a provider,
 * a route without policy is for callers that are known.
 */
public final class AuthFeature implements RouteFeature {

	private final Map<String, AuthProvider> providers = new TreeMap<>();

	private final AccessRules rules;

	private final boolean closed;

	private final boolean application;

	private final OpenRoutes open;

	private final AuthFilter.Limit limit;

	private final AuthCounts counts;

	/**
	 * Create the feature.
	 * @param providers vouch for callers
	 * @param closed whether there ought to be providers, so that routes are closed
	 * without them as well
	 * @param rules finds the beans that decide, by their names
	 * @param application whether the application has a Spring Security of its own, whose
	 * callers count as well
	 * @param open is told which routes are open to everyone
	 * @param longest the longest time for anybody who is asked about a caller
	 * @param scheduler measures it
	 */
	public AuthFeature(Collection<? extends AuthProvider> providers, boolean closed,
			Function<String, @Nullable Object> rules, boolean application, OpenRoutes open, Duration longest,
			Scheduler scheduler) {
		providers.forEach(this::add);
		this.closed = closed || !this.providers.isEmpty();
		this.rules = new AccessRules(rules);
		this.application = application;
		this.open = open;
		this.limit = new AuthFilter.Limit(longest, scheduler);
		this.counts = new AuthCounts(this.providers.keySet());
	}

	private void add(AuthProvider provider) {
		if (provider.name().equals(Caller.APPLICATION)) {
			throw new IllegalArgumentException("A provider can't be called '" + provider.name()
					+ "', which stands for the application itself. Choose another name");
		}
		if (this.providers.putIfAbsent(provider.name(), provider) != null) {
			throw new IllegalArgumentException(
					"There are two providers called '" + provider.name() + "'. Choose another name for one");
		}
	}

	/**
	 * What became of requests.
	 * @return the counts
	 */
	public AuthCounts counts() {
		return this.counts;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.AUTHENTICATE;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(AuthPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		return filterFor(route, RouteChains.NONE);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
		AuthPolicy policy = policy(route);
		if (chains.isPart() && route.policy(AuthPolicy.class) == null) {
			// Whoever gets there was let in before
			return null;
		}
		if (policy == null) {
			return null;
		}
		if (policy.caller() != CallerMode.REQUIRED) {
			this.open.add(route.id());
		}
		if (policy.caller() == CallerMode.NONE) {
			return null;
		}
		boolean application = this.application
				&& (policy.providers().isEmpty() || policy.providers().contains(Caller.APPLICATION));
		RouteProviders providers = new RouteProviders(providers(policy), this.providers.values());
		return new AuthFilter(policy, providers, this.rules.check(policy), application,
				route.target() instanceof Target.Local, this.limit, this.counts);
	}

	private @Nullable AuthPolicy policy(Route route) {
		AuthPolicy policy = route.policy(AuthPolicy.class);
		if (policy != null || !this.closed) {
			return policy;
		}
		return AuthPolicy.REQUIRED;
	}

	private Collection<AuthProvider> providers(AuthPolicy policy) {
		if (this.providers.isEmpty() && !this.application) {
			throw new IllegalArgumentException(
					"nobody can say who is calling. Configure a provider under 'gateway.auth', or write 'auth: none'");
		}
		if (policy.providers().isEmpty()) {
			return this.providers.values();
		}
		return policy.providers().stream().sorted().flatMap((name) -> provider(name).stream()).toList();
	}

	private List<AuthProvider> provider(String name) {
		if (name.equals(Caller.APPLICATION) && this.application) {
			return List.of();
		}
		AuthProvider provider = this.providers.get(name);
		if (provider == null) {
			throw new IllegalArgumentException(
					"there is no provider '" + name + "'. Write one of " + this.providers.keySet());
		}
		return List.of(provider);
	}

}
