package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
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
	JwtVerifiers gatewayJwtVerifiers(BeanFactory beans, ResourceLoader files, IssuerClients clients) {
		return new JwtVerifiers((name) -> decoder(beans, name), files, clients, Clock.systemUTC(),
				Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	JwtProviders gatewayJwtProviders(GatewayProperties properties, JwtVerifiers verifiers, TokenCache cache,
			ObjectProvider<SenderConstraint> constraints) {
		Map<String, JwtPolicy> policies = new TreeMap<>();
		properties.auth().forEach((name, provider) -> {
			if (provider.jwt() != null) {
				policies.put(name, provider.jwt());
			}
		});
		return new JwtProviders(policies, verifiers, cache, constraints.orderedStream().toList());
	}

	private static ReactiveJwtDecoder decoder(BeanFactory beans, @Nullable String name) {
		return (name != null) ? beans.getBean(name, ReactiveJwtDecoder.class) : beans.getBean(ReactiveJwtDecoder.class);
	}

}
