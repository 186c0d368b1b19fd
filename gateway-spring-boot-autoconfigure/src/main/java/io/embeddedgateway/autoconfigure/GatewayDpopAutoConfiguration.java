package io.embeddedgateway.autoconfigure;

import java.security.SecureRandom;
import java.time.Clock;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.embeddedgateway.auth.dpop.DpopConstraint;

/**
 * Auto-configuration for tokens that are bound to a key of the client.
 */
@AutoConfiguration(before = GatewayAuthAutoConfiguration.class, after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayDpopAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DpopConstraint gatewayDpopConstraint(GatewayProperties properties, Environment environment) {
		return new DpopConstraint(properties.dpop(), Clock.systemUTC(), new SecureRandom(),
				environment.getProperty("spring.webflux.base-path", ""));
	}

}
