package io.embeddedgateway.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.embeddedgateway.usage.UsageMetrics;

/**
 * Auto-configuration for what Micrometer learns of the usage that is metered.
 */
@AutoConfiguration(before = GatewayUsageAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnGateway
@Conditional(OnUsageCondition.class)
@ConditionalOnBooleanProperty(name = "gateway.usage.metrics", matchIfMissing = true)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class GatewayUsageMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	UsageMetrics gatewayUsageMetrics(MeterRegistry registry) {
		return new UsageMetrics(registry);
	}

}
