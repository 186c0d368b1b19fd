package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.actuate.FirstChecksHealthIndicator;
import io.embeddedgateway.actuate.ReadinessGroupMember;
import io.embeddedgateway.health.HealthChecks;

/**
 * Auto-configuration for an application that is not ready before the instances of its
 * services have been checked.
 */
@AutoConfiguration(after = GatewayHealthAutoConfiguration.class,
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnGateway
@ConditionalOnBooleanProperty("gateway.health.readiness")
@ConditionalOnClass({ HealthIndicator.class, HealthEndpointGroupsPostProcessor.class })
public final class GatewayReadinessAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FirstChecksHealthIndicator gatewayChecksHealthIndicator(HealthChecks checks) {
		return new FirstChecksHealthIndicator(checks::pending);
	}

	@Bean
	@ConditionalOnMissingBean(name = "gatewayReadinessGroupMember")
	ReadinessGroupMember gatewayReadinessGroupMember() {
		return new ReadinessGroupMember("gatewayChecks");
	}

}
