package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.limits.AddressFeature;
import io.embeddedgateway.limits.BodyLimitFeature;

/**
 * Auto-configuration for limits on the requests of routes.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayLimitsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BodyLimitFeature gatewayBodyLimitFeature() {
		return new BodyLimitFeature();
	}

	@Bean
	@ConditionalOnMissingBean
	AddressFeature gatewayAddressFeature() {
		return new AddressFeature();
	}

}
