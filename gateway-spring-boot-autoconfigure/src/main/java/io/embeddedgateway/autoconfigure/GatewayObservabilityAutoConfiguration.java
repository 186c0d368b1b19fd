package io.embeddedgateway.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.observability.InstanceEvents;
import io.embeddedgateway.observability.InstanceLog;
import io.embeddedgateway.observability.ObserveFeature;
import io.embeddedgateway.observability.RequestTracing;
import io.embeddedgateway.observability.RouteObserver;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for what is logged and published of services.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayObservabilityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	InstanceLog gatewayInstanceLog(Services services) {
		return new InstanceLog(services);
	}

	@Bean
	@ConditionalOnMissingBean
	InstanceEvents gatewayInstanceEvents(Services services, ApplicationEventPublisher publisher) {
		return new InstanceEvents(services, publisher, Schedulers.boundedElastic());
	}

	@Bean
	@ConditionalOnMissingBean
	ObserveFeature gatewayObserveFeature(ObjectProvider<RouteObserver> observers,
			ObjectProvider<RequestTracing> tracing) {
		return new ObserveFeature(observers.orderedStream().toList(), tracing.getIfAvailable());
	}

}
