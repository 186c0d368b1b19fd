package io.embeddedgateway.autoconfigure;

import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.embeddedgateway.observability.TraceHeaderFeature;
import io.embeddedgateway.routing.RouteTables;

/**
 * Auto-configuration for the header that tells those who may know it the way of their
 * requests. Before what observes requests, so that it is known by then who asks.
 */
@AutoConfiguration(before = GatewayObservabilityAutoConfiguration.class, after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
@Conditional(OnTraceHeaderCondition.class)
public final class GatewayTraceHeaderAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TraceHeaderFeature gatewayTraceHeaderFeature(GatewayProperties properties, ObjectProvider<RouteTables> tables) {
		// The tables are made of this feature, among others
		return new TraceHeaderFeature(Objects.requireNonNull(properties.traceHeader()),
				(route) -> tables.getObject().filters(route), properties.secretNames());
	}

}
