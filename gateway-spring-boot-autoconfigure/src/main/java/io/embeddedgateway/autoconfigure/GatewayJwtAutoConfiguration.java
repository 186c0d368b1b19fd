package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.util.Map;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.auth.IssuerClients;
import io.embeddedgateway.auth.SenderConstraint;
import io.embeddedgateway.auth.TokenCache;
import io.embeddedgateway.auth.jwt.JwtPolicy;
import io.embeddedgateway.auth.jwt.JwtProviders;
import io.embeddedgateway.auth.jwt.JwtVerifiers;

/**
 * Auto-configuration for callers that a JSON Web Token stands for.
 */
@AutoConfiguration(after = GatewayAuthAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayJwtAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JwtVerifiers gatewayJwtVerifiers(ListableBeanFactory beans, ResourceLoader files, IssuerClients clients) {
		return new JwtVerifiers(NamedBeans.finder(beans, ReactiveJwtDecoder.class), files, clients, Clock.systemUTC(),
				Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	JwtProviders gatewayJwtProviders(GatewayProperties properties, JwtVerifiers verifiers, TokenCache cache,
			ObjectProvider<SenderConstraint> constraints) {
		Map<String, JwtPolicy> policies = AuthProviderProperties.of(properties.auth(), AuthProviderProperties::jwt);
		return new JwtProviders(policies, verifiers, cache, constraints.orderedStream().toList());
	}

}
