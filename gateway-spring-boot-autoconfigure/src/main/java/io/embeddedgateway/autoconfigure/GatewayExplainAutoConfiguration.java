package io.embeddedgateway.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.actuate.ExplainSection;
import io.embeddedgateway.actuate.GatewayEndpoint;
import io.embeddedgateway.routing.RouteExplainer;

/**
 * Auto-configuration for the section of the endpoint that tells what would become of a
 * request.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class, before = GatewayEndpointAutoConfiguration.class)
@ConditionalOnGateway
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(GatewayEndpoint.class)
public final class GatewayExplainAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ExplainSection gatewayExplainSection(RouteExplainer explainer, GatewayProperties properties) {
		return new ExplainSection(explainer, properties.secretNames());
	}

}
