package io.embeddedgateway.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.actuate.ServiceHealthIndicator;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for the health of services, as part of that of the application.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class)
@ConditionalOnGateway
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("gateway")
public final class GatewayHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "gatewayHealthContributor")
	CompositeHealthContributor gatewayHealthContributor(Services services) {
		Map<String, ServiceHealthIndicator> indicators = new LinkedHashMap<>();
		// A slash would be read as a path to the health of a part
		services.all()
			.forEach((service) -> indicators.put(service.id().replace('/', ':'), new ServiceHealthIndicator(service)));
		return CompositeHealthContributor.fromMap(indicators);
	}

}
