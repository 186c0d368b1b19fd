package io.embeddedgateway.auth.opaque;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringReactiveOpaqueTokenIntrospector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;
import io.embeddedgateway.auth.IssuerClients;
import io.embeddedgateway.auth.SenderConstraint;
import io.embeddedgateway.auth.TokenCache;
import io.embeddedgateway.auth.TokenProvider;
import io.embeddedgateway.auth.TokenVerifier;

/**
 * Providers that vouch for callers whose tokens say nothing by themselves.
 */
public final class OpaqueProviders implements AuthProviderSource {

	private final List<AuthProvider> providers = new ArrayList<>();

	private final Function<@Nullable String, ReactiveOpaqueTokenIntrospector> introspectors;

	private final Function<@Nullable String, ReactiveAuthenticationManager> managers;

	private final IssuerClients clients;

	private final Scheduler scheduler;

	/**
	 * Create the providers.
	 * @param policies their settings, by their names
	 * @param introspectors finds a bean that asks by its name, or the only one
	 * @param managers finds a bean that authenticates by its name
	 * @param clients makes HTTP clients
	 * @param cache where tokens are remembered
	 * @param constraints check the proofs that tokens are bound to
	 * @param scheduler measures time
	 */
	public OpaqueProviders(Map<String, OpaquePolicy> policies,
			Function<@Nullable String, ReactiveOpaqueTokenIntrospector> introspectors,
			Function<@Nullable String, ReactiveAuthenticationManager> managers, IssuerClients clients, TokenCache cache,
			Collection<? extends SenderConstraint> constraints, Scheduler scheduler) {
		this.introspectors = introspectors;
		this.managers = managers;
		this.clients = clients;
		this.scheduler = scheduler;
		policies.forEach((name, policy) -> this.providers.add(new TokenProvider(name, null, verifier(name, policy),
				policy.boundTo(), policy.cache(), cache, constraints)));
	}

	private TokenVerifier verifier(String name, OpaquePolicy policy) {
		if (policy.manager() != null) {
			return new ManagerVerifier(name, policy, this.managers.apply(policy.manager()), this.scheduler);
		}
		return new IntrospectionVerifier(name, policy, introspector(policy), this.scheduler);
	}

	private ReactiveOpaqueTokenIntrospector introspector(OpaquePolicy policy) {
		if (policy.introspectionUri() != null) {
			// Encoded as RFC 6749 §2.3.1 has it
			String id = encoded(String.valueOf(policy.clientId()));
			String secret = encoded(String.valueOf(policy.clientSecret()));
			WebClient client = this.clients.client(policy.timeout())
				.mutate()
				.defaultHeaders((headers) -> headers.setBasicAuth(id, secret))
				.build();
			return new SpringReactiveOpaqueTokenIntrospector(policy.introspectionUri(), client);
		}
		return this.introspectors.apply(policy.introspector());
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public List<AuthProvider> providers() {
		return this.providers;
	}

}
