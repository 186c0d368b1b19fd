package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.auth.AuthProviderSource;
import io.embeddedgateway.auth.IssuerClients;
import io.embeddedgateway.auth.apikey.ApiKeyPolicy;
import io.embeddedgateway.relay.ClaimHeaderFeature;
import io.embeddedgateway.relay.RelayFeature;
import io.embeddedgateway.relay.RelayPolicy;
import io.embeddedgateway.relay.TokenClients;
import io.embeddedgateway.relay.TokenStore;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for what services are told about the caller.
 */
@AutoConfiguration(after = { GatewayAuthAutoConfiguration.class, GatewayServiceAutoConfiguration.class })
@ConditionalOnGateway
public final class GatewayRelayAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TokenClients gatewayTokenClients(GatewayProperties properties, IssuerClients clients) {
		return new TokenClients(properties.tokenClients(), (policy) -> clients.client(policy.timeout()));
	}

	@Bean
	@ConditionalOnMissingBean
	TokenStore gatewayTokenStore() {
		return new TokenStore(Clock.systemUTC(), Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	ClaimHeaderFeature gatewayClaimHeaderFeature(Services services, GatewayProperties properties) {
		return new ClaimHeaderFeature(services, defaults(properties));
	}

	@Bean
	@ConditionalOnMissingBean
	RelayFeature gatewayRelayFeature(Services services, TokenClients clients, TokenStore tokens,
			ObjectProvider<AuthProviderSource> sources, GatewayProperties properties) {
		Map<String, ApiKeyPolicy> keys = AuthProviderProperties.of(properties.auth(), AuthProviderProperties::apiKey);
		Set<String> keyHeaders = keys.values().stream().map(ApiKeyPolicy::header).collect(Collectors.toSet());
		boolean callers = sources.stream().anyMatch((source) -> !source.providers().isEmpty());
		return new RelayFeature(services, clients, tokens, defaults(properties), keyHeaders, callers);
	}

	private static RelayPolicy defaults(GatewayProperties properties) {
		RelayPolicy defaults = properties.defaults().relay();
		return (defaults != null) ? defaults : RelayPolicy.DEFAULT;
	}

}
