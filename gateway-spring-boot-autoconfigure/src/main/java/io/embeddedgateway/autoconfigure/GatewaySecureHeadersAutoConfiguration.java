package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.secureheaders.SecureHeadersFeature;

/**
 * Auto-configuration for headers that tell browsers to be careful.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewaySecureHeadersAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SecureHeadersFeature gatewaySecureHeadersFeature() {
		return new SecureHeadersFeature();
	}

}
