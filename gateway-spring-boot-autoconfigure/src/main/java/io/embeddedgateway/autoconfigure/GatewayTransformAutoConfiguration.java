package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.transform.RedirectFeature;
import io.embeddedgateway.transform.RespondFeature;
import io.embeddedgateway.transform.TransformFeature;

/**
 * Auto-configuration for changes to requests and responses, and for answers without a
 * service.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayTransformAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TransformFeature gatewayTransformFeature() {
		return new TransformFeature();
	}

	@Bean
	@ConditionalOnMissingBean
	RedirectFeature gatewayRedirectFeature() {
		return new RedirectFeature();
	}

	@Bean
	@ConditionalOnMissingBean
	RespondFeature gatewayRespondFeature() {
		return new RespondFeature();
	}

}
