package io.embeddedgateway.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.actuate.EndpointSection;
import io.embeddedgateway.actuate.GatewayEndpoint;

/**
 * Auto-configuration for the endpoint of the actuator that tells what the gateway does.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(GatewayEndpoint.class)
public final class GatewayEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GatewayEndpoint gatewayEndpoint(ObjectProvider<EndpointSection> sections) {
		return new GatewayEndpoint(sections.orderedStream().toList());
	}

}
