package io.embeddedgateway.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.embeddedgateway.actuate.EndpointSection;
import io.embeddedgateway.actuate.GatewayEndpoint;
import io.embeddedgateway.actuate.GatewayInfoContributor;
import io.embeddedgateway.actuate.RequiredServicesHealthIndicator;
import io.embeddedgateway.observability.RouteTraffic;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayEndpointAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s",
				"gateway.services.a.instances=http://127.0.0.1:1")
		.withConfiguration(
				AutoConfigurations.of(GatewayRoutingAutoConfiguration.class, GatewayServiceAutoConfiguration.class,
						GatewayForwardAutoConfiguration.class, GatewayResilienceAutoConfiguration.class,
						GatewayEndpointAutoConfiguration.class, GatewayHealthContributorAutoConfiguration.class,
						GatewayInfoAutoConfiguration.class, GatewayRequiredServicesAutoConfiguration.class));

	@Test
	void endpointIsThereOnlyWhereItIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(GatewayEndpoint.class)
			.doesNotHaveBean(RouteTraffic.class)
			.doesNotHaveBean(EndpointSection.class));
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=gateway")
			.run((context) -> assertThat(context).hasSingleBean(GatewayEndpoint.class)
				.hasSingleBean(RouteTraffic.class)
				.hasBean("gatewayRoutesSection")
				.doesNotHaveBean("gatewayLimitsSection"));
	}

	@Test
	void healthAndInfoCanBeSwitchedOff() {
		this.runner.run((context) -> assertThat(context).hasBean("gatewayHealthContributor")
			.hasSingleBean(GatewayInfoContributor.class)
			.doesNotHaveBean(RequiredServicesHealthIndicator.class));
		this.runner
			.withPropertyValues("management.health.gateway.enabled=false", "management.info.gateway.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("gatewayHealthContributor")
				.doesNotHaveBean(GatewayInfoContributor.class));
	}

	@Test
	void nothingIsThereWithoutTheActuator() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=gateway",
					"gateway.health.required-services=a")
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class, HealthContributor.class,
					HealthIndicator.class, InfoContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("gatewayEndpoint")
				.doesNotHaveBean("gatewayHealthContributor")
				.doesNotHaveBean("gatewayInfoContributor")
				.doesNotHaveBean("gatewayServicesHealthIndicator"));
	}

	@Test
	void nothingIsThereWhenTheGatewayIsSwitchedOff() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=gateway", "gateway.enabled=false",
					"gateway.health.required-services=a")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("gatewayEndpoint")
				.doesNotHaveBean("gatewayHealthContributor")
				.doesNotHaveBean("gatewayInfoContributor")
				.doesNotHaveBean("gatewayServicesHealthIndicator"));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=gateway")
			.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).hasSingleBean(RouteTraffic.class)
				.hasBean("mine")
				.doesNotHaveBean("gatewayRouteTraffic"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		RouteTraffic mine() {
			return new RouteTraffic();
		}

	}

}
