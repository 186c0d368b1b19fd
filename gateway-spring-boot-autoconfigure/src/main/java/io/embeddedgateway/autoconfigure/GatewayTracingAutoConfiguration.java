package io.embeddedgateway.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.observability.RequestTracing;
import io.embeddedgateway.observability.tracing.GatewayAttemptObservationConvention;
import io.embeddedgateway.observability.tracing.ObservedRequests;

/**
 * Auto-configuration for traces, where something traces the application. A tracer without
 * propagator is the one that does nothing.
 */
@AutoConfiguration(before = GatewayObservabilityAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration" })
@ConditionalOnGateway
@ConditionalOnClass({ ObservationRegistry.class, Propagator.class })
@ConditionalOnBean({ ObservationRegistry.class, Tracer.class, Propagator.class })
@ConditionalOnBooleanProperty(name = "management.observations.enable.gateway.attempts", matchIfMissing = true)
public final class GatewayTracingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(RequestTracing.class)
	ObservedRequests gatewayRequestTracing(ObservationRegistry registry, Propagator propagator,
			ObjectProvider<GatewayAttemptObservationConvention> convention) {
		return new ObservedRequests(registry, propagator, convention.getIfAvailable());
	}

}
