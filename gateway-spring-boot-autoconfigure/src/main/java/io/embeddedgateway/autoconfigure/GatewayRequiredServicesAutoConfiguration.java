package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.embeddedgateway.actuate.ReadinessGroupMember;
import io.embeddedgateway.actuate.RequiredServicesHealthIndicator;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for an application that is not ready without certain services.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class,
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnGateway
@ConditionalOnClass({ HealthIndicator.class, HealthEndpointGroupsPostProcessor.class })
@Conditional(OnRequiredServicesCondition.class)
public final class GatewayRequiredServicesAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RequiredServicesHealthIndicator gatewayServicesHealthIndicator(GatewayProperties properties, Services services) {
		return new RequiredServicesHealthIndicator(
				properties.health().requiredServices().stream().map(services::get).toList());
	}

	@Bean
	@ConditionalOnMissingBean(name = "gatewayRequiredServicesGroupMember")
	ReadinessGroupMember gatewayRequiredServicesGroupMember() {
		return new ReadinessGroupMember("gatewayServices");
	}

}
