package io.embeddedgateway.autoconfigure;

import java.util.concurrent.ThreadLocalRandom;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

import io.embeddedgateway.observability.InstanceEvents;
import io.embeddedgateway.resilience.CircuitBreakerFeature;
import io.embeddedgateway.resilience.CircuitBreakerListener;
import io.embeddedgateway.resilience.EventLoopTimer;
import io.embeddedgateway.resilience.FallbackFeature;
import io.embeddedgateway.resilience.MaxConcurrentFeature;
import io.embeddedgateway.resilience.RetryFeature;
import io.embeddedgateway.resilience.RetryPolicy;
import io.embeddedgateway.resilience.TimeoutFeature;
import io.embeddedgateway.resilience.Timer;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for what keeps routes answering while something behind them is slow
 * or fails.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class)
@ConditionalOnGateway
@Import(ReactorNettyConfigurations.ReactorResourceFactoryConfiguration.class)
public final class GatewayResilienceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Timer gatewayTimer(ReactorResourceFactory resources) {
		return new EventLoopTimer(resources::getLoopResources);
	}

	@Bean
	@ConditionalOnMissingBean
	RetryFeature gatewayRetryFeature(GatewayProperties properties, Services services, Timer timer) {
		RetryPolicy defaults = properties.defaults().retry();
		return new RetryFeature(services, (defaults != null) ? defaults : RetryPolicy.DEFAULT, timer,
				ThreadLocalRandom::current, System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	FallbackFeature gatewayFallbackFeature() {
		return new FallbackFeature();
	}

	@Bean
	@ConditionalOnMissingBean
	TimeoutFeature gatewayTimeoutFeature(Timer timer) {
		return new TimeoutFeature(timer, System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	CircuitBreakerFeature gatewayCircuitBreakerFeature(Services services, ObjectProvider<InstanceEvents> events,
			ObjectProvider<CircuitBreakerListener> listeners) {
		return new CircuitBreakerFeature(services, System::nanoTime, Schedulers.parallel(),
				() -> ThreadLocalRandom.current().nextDouble(), (change) -> {
					listeners.orderedStream().forEach((listener) -> listener.changed(change));
					events.ifAvailable((publication) -> publication.publish(change));
				});
	}

	@Bean
	@ConditionalOnMissingBean
	MaxConcurrentFeature gatewayMaxConcurrentFeature(Services services, ReactorResourceFactory resources) {
		return new MaxConcurrentFeature(services, System::nanoTime, Schedulers.parallel(),
				() -> resources.getLoopResources().onClient(LoopResources.DEFAULT_NATIVE).next());
	}

}
