package io.embeddedgateway.auth.jwt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;
import io.embeddedgateway.auth.SenderConstraint;
import io.embeddedgateway.auth.TokenCache;
import io.embeddedgateway.auth.TokenProvider;

/**
 * Providers that vouch for the callers of JSON Web Tokens.
 */
public final class JwtProviders implements AuthProviderSource {

	private final List<AuthProvider> providers = new ArrayList<>();

	/**
	 * Create the providers.
	 * @param policies their settings, by their names
	 * @param verifiers makes what verifies tokens
	 * @param cache where tokens are remembered
	 * @param constraints check the proofs that tokens are bound to
	 * @throws IllegalArgumentException if the file of a key, or a bean, can't be used
	 */
	public JwtProviders(Map<String, JwtPolicy> policies, JwtVerifiers verifiers, TokenCache cache,
			Collection<? extends SenderConstraint> constraints) {
		policies.forEach((name, policy) -> this.providers.add(new TokenProvider(name, policy.expectedIssuer(),
				verifiers.verifier(name, policy), policy.boundTo(), policy.cache(), cache, constraints)));
	}

	@Override
	public List<AuthProvider> providers() {
		return this.providers;
	}

}
