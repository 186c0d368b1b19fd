package io.embeddedgateway.autoconfigure;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayServletAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations
		.of(GatewayServletAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATION);

	@Test
	void servletApplicationIsToldHowToBecomeReactive() {
		this.runner.run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.startsWith("The gateway needs a reactive web application, but this is a servlet application.");
			assertThat(analysis.getAction()).contains("'spring.main.web-application-type: reactive'",
					"Remove 'spring-boot-starter-webmvc'", "'gateway.enabled: false'");
		});
	}

	@Test
	void nothingOfTheApplicationIsStarted() {
		this.runner.withUserConfiguration(EagerConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ReactiveWebApplicationRequiredException.class));
	}

	@Test
	void servletApplicationStartsWithTheGatewaySwitchedOff() {
		this.runner.withPropertyValues("gateway.enabled=false").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void reactiveApplicationStarts() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void applicationWithoutWebStarts() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void applicationWithoutTheServletStackStarts() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class EagerConfiguration {

		@Bean
		String started() {
			throw new IllegalStateException("Started");
		}

	}

}
