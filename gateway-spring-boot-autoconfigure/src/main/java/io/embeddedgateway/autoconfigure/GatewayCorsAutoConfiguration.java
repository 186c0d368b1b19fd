package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;

import io.embeddedgateway.cors.CorsFeature;

/**
 * Auto-configuration for the rules about pages of other origins.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayCorsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CorsFeature gatewayCorsFeature() {
		return new CorsFeature(new DefaultCorsProcessor());
	}

}
