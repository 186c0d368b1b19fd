package io.embeddedgateway.auth.apikey;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;

/**
 * The providers of all that call with keys.
 */
public final class ApiKeyProviders implements AuthProviderSource {

	private static final Log logger = LogFactory.getLog(ApiKeyProviders.class);

	private final List<AuthProvider> providers = new ArrayList<>();

	/**
	 * Create the providers.
	 * @param policies their policies, by name
	 * @param sources finds a source by the name of its bean, or the only one if there is
	 * no name
	 * @param clock says when keys end
	 * @param scheduler measures the time of sources
	 */
	public ApiKeyProviders(Map<String, ApiKeyPolicy> policies, Function<@Nullable String, ApiKeySource> sources,
			Clock clock, Scheduler scheduler) {
		policies.forEach((name, policy) -> {
			ApiKeys keys = policy.keys().isEmpty() ? new CachedKeys(name, sources.apply(policy.source()),
					policy.cache(), policy.timeout(), clock, scheduler) : new DeclaredKeys(name, policy.keys());
			this.providers.add(new ApiKeyProvider(name, policy.header(), keys, clock));
			warnOfExpired(name, policy, clock.instant());
		});
	}

	private static void warnOfExpired(String name, ApiKeyPolicy policy, Instant now) {
		policy.keys().forEach((id, client) -> client.hash().forEach((hash) -> {
			Instant expires = client.key(id, hash).expires();
			if (expires != null && !expires.isAfter(now)) {
				logger.warn("A key of client '" + id + "' of provider '" + name + "' has expired at " + expires
						+ ". Remove it from 'gateway.auth." + name + ".api-key.keys." + id + "'");
			}
		}));
	}

	@Override
	public List<AuthProvider> providers() {
		return List.copyOf(this.providers);
	}

}
