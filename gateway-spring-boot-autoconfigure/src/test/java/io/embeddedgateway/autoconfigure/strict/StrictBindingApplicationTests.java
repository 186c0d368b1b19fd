package io.embeddedgateway.autoconfigure.strict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class StrictBindingApplicationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(ShopConfiguration.class);

	@Test
	void numbersAndBooleansBindToShortForms() {
		Map<String, Object> values = Map.of("gateway.services.orders.retry-on", 502, "gateway.routes.orders.path", "/a",
				"gateway.routes.orders.uri", "http://a", "gateway.routes.orders.respond", 410);
		new ReactiveWebApplicationContextRunner().withUserConfiguration(ShopConfiguration.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("numbers", values)))
			.run((context) -> {
				TestProperties properties = context.getBean(TestProperties.class);
				assertThat(properties.services().get("orders").retryOn())
					.containsExactly(new TestProperties.Status("502"));
				assertThat(properties.routes().get("orders").respond()).isEqualTo(new TestProperties.Status("410"));
			});
	}

	@Test
	void booleanThatAShortFormRefusesIsReportedWithWhatItSays() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("booleans", Map.of("gateway.services.orders.retry-on[0]", true))))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(GatewayConfigurationException.class)
				.hasMessageContaining("'true' is not a status. Write '502' or '5xx'"));
	}

	@Test
	void otherPropertiesAreBoundAsEver() {
		this.runner.withPropertyValues("shop.name=corner", "shop.unknown=1", "gateway.timeout=3s").run((context) -> {
			assertThat(context.getBean(ShopProperties.class).name()).isEqualTo("corner");
			assertThat(context.getBean(TestProperties.class).timeout()).hasSeconds(3);
		});
	}

	@Test
	void otherPropertiesFailAsEver() {
		this.runner.withPropertyValues("shop.size=huge")
			.run((context) -> assertThat(context).getFailure()
				.hasCauseInstanceOf(BindException.class)
				.hasRootCauseInstanceOf(NumberFormatException.class)
				.hasStackTraceContaining("shop.size"));
	}

	@Test
	void environmentVariableOverridesAFileInAnApplication() {
		this.runner.withPropertyValues("gateway.routes.order-api.path=/a", "gateway.routes.order-api.uri=http://a")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("GATEWAY_ROUTES_ORDER_API_PATH", "/b"))))
			.run((context) -> {
				Map<String, TestProperties.Route> routes = context.getBean(TestProperties.class).routes();
				assertThat(routes).containsOnlyKeys("order-api");
				assertThat(routes.get("order-api").path()).isEqualTo("/b");
			});
	}

	@Test
	void startPrintsAllMistakesWithFileAndLine(@TempDir Path directory, CapturedOutput output) throws IOException {
		Path file = Files.writeString(directory.resolve("application.yml"), """
				gateway:
				  timeout: soon
				  services:
				    orders: {instances: [{uri: "http://orders-1:8080", wieght: 2}]}
				  routes:
				    orders:
				      path: ${ORDERS_PATH}
				      service: orders
				      rate-limit: often
				      methods: GET
				""");
		SpringApplication application = new SpringApplication(ShopConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--spring.config.location=" + file.toUri()));
		assertThat(output).contains("APPLICATION FAILED TO START", "The configuration of the gateway has 5 problems:",
				"1. gateway.timeout (", "application.yml, line 2)", "2. gateway.services.orders.instances[0].wieght (",
				"application.yml, line 4)", "3. gateway.routes.orders.path (", "'${ORDERS_PATH}' has no value.",
				"4. gateway.routes.orders.rate-limit (", "'often' is not a limit. Write '10/1s'",
				"5. gateway.routes.orders.methods (", "'methods' stands under 'match'.",
				"Correct these properties, then start again.");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ TestProperties.class, ShopProperties.class })
	static class ShopConfiguration {

		@Bean
		static StrictBinding<TestProperties> strictBinding() {
			return StrictBindingTests.strict();
		}

		@Bean
		@ConfigurationPropertiesBinding
		static ShortFormConverter shortFormConverter() {
			return new ShortFormConverter();
		}

	}

	@ConfigurationProperties("shop")
	record ShopProperties(@Nullable String name, @Nullable Integer size) {

	}

}
