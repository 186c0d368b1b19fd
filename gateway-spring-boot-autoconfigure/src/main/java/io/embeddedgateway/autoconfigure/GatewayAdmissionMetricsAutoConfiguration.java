package io.embeddedgateway.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.embeddedgateway.auth.AuthFeature;
import io.embeddedgateway.auth.AuthMetrics;
import io.embeddedgateway.auth.jwt.JwtVerifiers;
import io.embeddedgateway.ratelimit.RateLimitMetrics;
import io.embeddedgateway.ratelimit.RateLimiters;
import io.embeddedgateway.ratelimit.SharedLimits;

/**
 * Auto-configuration for what is measured of who is let in and how often, where
 * Micrometer has a registry for it. Nobody asks for what measures, so that it is there
 * even where beans are made only when they are asked for.
 */
@AutoConfiguration(
		after = { GatewayAuthAutoConfiguration.class, GatewayJwtAutoConfiguration.class,
				GatewayRateLimitAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnGateway
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class GatewayAdmissionMetricsAutoConfiguration {

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	@ConditionalOnBean(AuthFeature.class)
	AuthMetrics gatewayAuthMetrics(AuthFeature auth, ObjectProvider<JwtVerifiers> verifiers, MeterRegistry registry) {
		AuthMetrics metrics = new AuthMetrics(auth.counts(), registry);
		verifiers.ifAvailable((made) -> made.refreshes().forEach(metrics::register));
		return metrics;
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	@ConditionalOnBean(RateLimiters.class)
	RateLimitMetrics gatewayRateLimitMetrics(RateLimiters limiters, ObjectProvider<SharedLimits> shared,
			MeterRegistry registry) {
		RateLimitMetrics metrics = new RateLimitMetrics(limiters, registry);
		shared.ifAvailable(metrics::watch);
		return metrics;
	}

}
