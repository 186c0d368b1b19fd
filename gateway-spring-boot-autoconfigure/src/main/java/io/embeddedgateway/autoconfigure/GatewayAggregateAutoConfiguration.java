package io.embeddedgateway.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.aggregate.AggregateFeature;

/**
 * Auto-configuration for answers that are put together from several calls.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayAggregateAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AggregateFeature gatewayAggregateFeature(ObjectProvider<ObservationRegistry> observations) {
		return new AggregateFeature(observations.getIfAvailable(() -> ObservationRegistry.NOOP));
	}

}
