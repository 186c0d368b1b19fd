package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.embeddedgateway.auth.AuthMetrics;
import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.observability.InstanceMetrics;
import io.embeddedgateway.observability.RequestMetrics;
import io.embeddedgateway.ratelimit.RateLimitMetrics;
import io.embeddedgateway.resilience.ResilienceMetrics;
import io.embeddedgateway.testing.YamlInitializer;
import io.embeddedgateway.upstream.ConnectionMetrics;
import io.embeddedgateway.websocket.WebSocketMetrics;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class GatewayMetricsAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = AllAutoConfigurations.runner()
		.withInitializer(new YamlInitializer("""
				gateway:
				  services:
				    orders: {instances: "http://127.0.0.1:1", circuit-breaker: 50%, max-concurrent: 5}
				  routes:
				    orders: {path: /orders, service: orders, rate-limit: 5/1s}
				"""));

	@Test
	void everythingIsMeasuredWhereThereIsARegistry() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(RequestMetrics.class)
				.hasSingleBean(InstanceMetrics.class)
				.hasSingleBean(ConnectionMetrics.class)
				.hasSingleBean(ResilienceMetrics.class)
				.hasSingleBean(WebSocketMetrics.class)
				.hasSingleBean(AuthMetrics.class)
				.hasSingleBean(RateLimitMetrics.class));
	}

	@Test
	void everythingIsMeasuredFromTheStartWhereBeansAreLazy() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				for (GatewayMeter meter : List.of(GatewayMeter.INSTANCES, GatewayMeter.CIRCUIT_BREAKER_STATE,
						GatewayMeter.WEBSOCKETS, GatewayMeter.RATE_LIMIT_KEYS)) {
					assertThat(registry.find(meter.meterName()).meters()).as(meter.meterName()).isNotEmpty();
				}
			});
	}

	@Test
	void nothingIsMeasuredWithoutARegistryOrWithoutMicrometer() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(RequestMetrics.class)
			.doesNotHaveBean(ResilienceMetrics.class));
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestMetrics.class));
	}

	@Test
	void ownBeanGoesFirst() {
		RequestMetrics own = new RequestMetrics(new SimpleMeterRegistry());
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(RequestMetrics.class, () -> own)
			.run((context) -> assertThat(context).getBean(RequestMetrics.class).isSameAs(own));
	}

	@Test
	void registryThatFailsDoesNotStopTheStart(CapturedOutput output) {
		this.runner.withBean(MeterRegistry.class, FailingRegistry::new)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RequestMetrics.class));
		assertThat(output).contains("The registry of meters failed");
	}

	/**
	 * A registry that has room for nothing.
	 */
	private static final class FailingRegistry extends SimpleMeterRegistry {

		@Override
		protected <T> Gauge newGauge(Meter.Id id, @Nullable T state, ToDoubleFunction<T> value) {
			throw new IllegalStateException("no room for " + id);
		}

		@Override
		protected Counter newCounter(Meter.Id id) {
			throw new IllegalStateException("no room for " + id);
		}

		@Override
		protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T state, ToDoubleFunction<T> count) {
			throw new IllegalStateException("no room for " + id);
		}

	}

}
