package io.embeddedgateway.autoconfigure;

import java.util.Map;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.auth.IssuerClients;
import io.embeddedgateway.auth.SenderConstraint;
import io.embeddedgateway.auth.TokenCache;
import io.embeddedgateway.auth.opaque.OpaquePolicy;
import io.embeddedgateway.auth.opaque.OpaqueProviders;

/**
 * Auto-configuration for callers whose tokens say nothing by themselves.
 */
@AutoConfiguration(after = GatewayAuthAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayOpaqueAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OpaqueProviders gatewayOpaqueProviders(GatewayProperties properties, ListableBeanFactory beans,
			IssuerClients clients, TokenCache cache, ObjectProvider<SenderConstraint> constraints) {
		Map<String, OpaquePolicy> policies = AuthProviderProperties.of(properties.auth(),
				AuthProviderProperties::opaque);
		return new OpaqueProviders(policies, NamedBeans.finder(beans, ReactiveOpaqueTokenIntrospector.class),
				NamedBeans.finder(beans, ReactiveAuthenticationManager.class), clients, cache,
				constraints.orderedStream().toList(), Schedulers.parallel());
	}

}
