package io.embeddedgateway.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.auth.AuthFeature;
import io.embeddedgateway.auth.AuthMetrics;
import io.embeddedgateway.observability.InstanceMetrics;
import io.embeddedgateway.ratelimit.RateLimitMetrics;
import io.embeddedgateway.ratelimit.RateLimiters;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for metrics, where Micrometer has a registry for them.
 */
@AutoConfiguration(
		after = { GatewayAuthAutoConfiguration.class, GatewayServiceAutoConfiguration.class,
				GatewayRateLimitAutoConfiguration.class },
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

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(AuthFeature.class)
	AuthMetrics gatewayAuthMetrics(AuthFeature auth) {
		return new AuthMetrics(auth.counts());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RateLimiters.class)
	RateLimitMetrics gatewayRateLimitMetrics(RateLimiters limiters, MeterRegistry registry) {
		return new RateLimitMetrics(limiters, registry);
	}

}
