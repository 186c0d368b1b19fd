package io.embeddedgateway.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.actuate.DashboardSection;

/**
 * Auto-configuration for the page of the actuator.
 */
@AutoConfiguration
@ConditionalOnGateway
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnDashboard
public final class GatewayDashboardAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DashboardSection gatewayDashboardSection() {
		return new DashboardSection();
	}

}
