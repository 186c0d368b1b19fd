package io.embeddedgateway.auth.mtls;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;

/**
 * The providers of all clients with certificates.
 */
public final class MtlsProviders implements AuthProviderSource {

	private final List<AuthProvider> providers = new ArrayList<>();

	/**
	 * Create the providers.
	 * @param policies their policies, by name
	 * @param clock says when certificates end
	 */
	public MtlsProviders(Map<String, MtlsPolicy> policies, Clock clock) {
		policies.forEach((name, policy) -> this.providers.add(new MtlsProvider(name, policy, clock)));
	}

	@Override
	public List<AuthProvider> providers() {
		return List.copyOf(this.providers);
	}

}
