package io.embeddedgateway.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import reactor.util.context.ContextView;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.observability.RequestTracing;
import io.embeddedgateway.observability.tracing.ObservedRequests;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ObservedAttempt;
import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link GatewayTracingAutoConfiguration}.
 */
class GatewayTracingAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner untraced = AllAutoConfigurations.runner()
		.withBean(ObservationRegistry.class, ObservationRegistry::create);

	private final ReactiveWebApplicationContextRunner runner = this.untraced.withBean(Tracer.class, () -> Tracer.NOOP)
		.withBean(Propagator.class, () -> Propagator.NOOP);

	@Test
	void requestsAreTracedWhereTheApplicationIs() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ObservedRequests.class));
	}

	@Test
	void nothingIsTracedWithoutTracing() {
		this.untraced.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestTracing.class));
		// What Spring Boot brings where nothing traces
		this.untraced.withBean(Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestTracing.class));
		this.untraced.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestTracing.class));
	}

	@Test
	void attemptsThatNobodyIsToObserveAreNotTraced() {
		this.runner.withPropertyValues("management.observations.enable.gateway.attempts=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestTracing.class));
	}

	@Test
	void tracingOfTheApplicationTakesItsPlace() {
		this.runner.withUserConfiguration(OwnTracing.class)
			.run((context) -> assertThat(context).hasSingleBean(RequestTracing.class)
				.doesNotHaveBean(ObservedRequests.class));
	}

	/**
	 * Traces nothing.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnTracing implements RequestTracing {

		@Override
		public @Nullable String begun(GatewayExchange exchange, ContextView context) {
			return null;
		}

		@Override
		public ObservedAttempt attempt(GatewayExchange exchange, LiveService service, ServiceInstance instance,
				int attempt, ContextView context) {
			return ObservedAttempt.UNOBSERVED;
		}

	}

}
