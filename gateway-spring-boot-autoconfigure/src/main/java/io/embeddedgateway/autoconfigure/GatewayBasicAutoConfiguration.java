package io.embeddedgateway.autoconfigure;

import java.security.SecureRandom;
import java.time.Clock;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.ReactiveAuthenticationManager;

import io.embeddedgateway.auth.basic.BasicProviders;
import io.embeddedgateway.auth.basic.PasswordThreads;

/**
 * Auto-configuration for users who call with a name and a password.
 */
@AutoConfiguration(before = GatewayAuthAutoConfiguration.class, after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayBasicAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PasswordThreads gatewayPasswordThreads() {
		return PasswordThreads.create();
	}

	@Bean
	@ConditionalOnMissingBean
	BasicProviders gatewayBasicProviders(GatewayProperties properties, ListableBeanFactory beans,
			PasswordThreads threads) {
		return new BasicProviders(AuthProviderProperties.of(properties.auth(), AuthProviderProperties::basic),
				NamedBeans.finder(beans, ReactiveAuthenticationManager.class), threads, Clock.systemUTC(),
				new SecureRandom());
	}

}
