package io.embeddedgateway.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.observability.InstanceMetrics;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for metrics, where Micrometer has a registry for them.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnGateway
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class GatewayMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	InstanceMetrics gatewayInstanceMetrics(Services services, MeterRegistry registry) {
		return new InstanceMetrics(services, registry);
	}

}
