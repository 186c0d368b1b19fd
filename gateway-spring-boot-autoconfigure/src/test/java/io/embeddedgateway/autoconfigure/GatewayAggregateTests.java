package io.embeddedgateway.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.embeddedgateway.aggregate.AggregateFeature;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Aggregation, as an application configures it.
 */
class GatewayAggregateTests {

	private final ReactiveWebApplicationContextRunner runner = AllAutoConfigurations.runner()
		.withPropertyValues("gateway.services.orders.instances=http://127.0.0.1:1", "gateway.routes.a.path=/a/{id}",
				"gateway.routes.a.aggregate.parts.order=orders /orders/{id}");

	@Test
	void featureIsThereUnlessTheApplicationHasOne() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(AggregateFeature.class));
		this.runner.withUserConfiguration(OwnFeature.class)
			.run((context) -> assertThat(context).hasSingleBean(AggregateFeature.class).hasBean("own"));
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.runner.withPropertyValues("gateway.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AggregateFeature.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFeature {

		@Bean
		AggregateFeature own() {
			return new AggregateFeature(ObservationRegistry.NOOP);
		}

	}

}
