package io.embeddedgateway.autoconfigure;

import java.time.Clock;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.sticky.StickyFeature;

/**
 * Auto-configuration for clients that stay with one instance.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayStickyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StickyFeature gatewayStickyFeature(Services services, GatewayProperties properties) {
		return new StickyFeature(services, properties.stickyKey(), Clock.systemUTC());
	}

}
