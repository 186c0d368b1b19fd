package io.embeddedgateway.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.embeddedgateway.actuate.ExplainSection;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.observability.TraceHeaderFeature;
import io.embeddedgateway.observability.TraceHeaderPolicy;
import io.embeddedgateway.routing.RouteExplainer;
import io.embeddedgateway.testing.YamlInitializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which explanations an application has by its configuration.
 */
class GatewayExplainTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(GatewayRoutingAutoConfiguration.class, GatewayExplainAutoConfiguration.class,
						GatewayTraceHeaderAutoConfiguration.class, GatewayEndpointAutoConfiguration.class,
						GatewayServiceAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void requestsCanBeExplainedAndNobodyIsToldInAnswers() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RouteExplainer.class)
			.doesNotHaveBean(ExplainSection.class)
			.doesNotHaveBean(TraceHeaderFeature.class));
	}

	@Test
	void sectionIsThereIfTheEndpointIs() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=gateway")
			.run((context) -> assertThat(context).hasSingleBean(ExplainSection.class));
	}

	@Test
	void headerIsThereInShortAndInFull() {
		this.runner.withPropertyValues("gateway.trace-header=10.0.0.0/8, ::1")
			.run((context) -> assertThat(context).hasSingleBean(TraceHeaderFeature.class));
		this.runner.withPropertyValues("gateway.trace-header.secret=0123456789abcdef")
			.run((context) -> assertThat(context).hasSingleBean(TraceHeaderFeature.class));
	}

	@Test
	void mistakesStopTheStartWithoutTheSecret() {
		this.runner.withInitializer(new YamlInitializer("gateway.trace-header.addresses: 10.0.0.0/33"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("gateway.trace-header.addresses"));
		this.runner.withInitializer(new YamlInitializer("gateway.trace-header.secret: short-secret"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("gateway.trace-header.secret")
				.hasMessageNotContaining("short-secret"));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.withPropertyValues("gateway.trace-header=10.0.0.0/8")
			.run((context) -> assertThat(context).hasSingleBean(TraceHeaderFeature.class)
				.doesNotHaveBean("gatewayTraceHeaderFeature"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		TraceHeaderFeature ownTraceHeader() {
			return new TraceHeaderFeature(TraceHeaderPolicy.of("::1"), (id) -> List.of(), SecretNames.COMMON);
		}

	}

}
