package io.embeddedgateway.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.embeddedgateway.observability.InstanceMetrics;
import io.embeddedgateway.observability.RequestMetrics;
import io.embeddedgateway.resilience.CircuitBreakerFeature;
import io.embeddedgateway.resilience.MaxConcurrentFeature;
import io.embeddedgateway.resilience.ResilienceMetrics;
import io.embeddedgateway.resilience.RetryFeature;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.upstream.ConnectionMetrics;
import io.embeddedgateway.upstream.UpstreamConnections;
import io.embeddedgateway.websocket.WebSocketMetrics;
import io.embeddedgateway.websocket.WebSocketSessions;

/**
 * Auto-configuration for what is measured of requests and of the way to services, where
 * Micrometer has a registry for it. Nobody asks for what measures, so that it is there
 * even where beans are made only when they are asked for.
 */
@AutoConfiguration(
		after = { GatewayServiceAutoConfiguration.class, GatewayForwardAutoConfiguration.class,
				GatewayResilienceAutoConfiguration.class, GatewayWebSocketAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnGateway
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class GatewayMetricsAutoConfiguration {

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	RequestMetrics gatewayRequestMetrics(MeterRegistry registry) {
		return new RequestMetrics(registry);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	@ConditionalOnBean(Services.class)
	InstanceMetrics gatewayInstanceMetrics(Services services, MeterRegistry registry) {
		return new InstanceMetrics(services, registry);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	@ConditionalOnBean(UpstreamConnections.class)
	ConnectionMetrics gatewayConnectionMetrics(UpstreamConnections connections, MeterRegistry registry) {
		return new ConnectionMetrics(connections, registry);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	@ConditionalOnBean({ CircuitBreakerFeature.class, MaxConcurrentFeature.class, RetryFeature.class })
	ResilienceMetrics gatewayResilienceMetrics(CircuitBreakerFeature breakers, MaxConcurrentFeature limits,
			RetryFeature retries, MeterRegistry registry) {
		return new ResilienceMetrics(breakers, limits, retries, registry);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	@ConditionalOnBean(WebSocketSessions.class)
	WebSocketMetrics gatewayWebSocketMetrics(WebSocketSessions sessions, MeterRegistry registry) {
		return new WebSocketMetrics(sessions, registry);
	}

}
