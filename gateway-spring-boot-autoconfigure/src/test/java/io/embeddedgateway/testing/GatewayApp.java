package io.embeddedgateway.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * An application with the gateway, on a free port, started as a user would start it.
 */
public final class GatewayApp implements AutoCloseable {

	/**
	 * What only the class path of all tests together would start. A test that wants one
	 * of them has {@code spring.autoconfigure.exclude} in its configuration.
	 */
	private static final List<String> NEEDLESS = List.of(
			"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
			"org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration",
			"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
			"org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration");

	private final ConfigurableApplicationContext context;

	private GatewayApp(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param yaml its configuration
	 * @param sources its own beans
	 * @return the running application
	 */
	public static GatewayApp start(String yaml, Class<?>... sources) {
		List<Class<?>> all = new ArrayList<>(List.of(Application.class));
		all.addAll(Arrays.asList(sources));
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		return new GatewayApp(
				new SpringApplicationBuilder(all.toArray(Class<?>[]::new)).web(WebApplicationType.REACTIVE)
					.initializers(new YamlInitializer(yaml))
					.properties("server.port=0", "spring.main.banner-mode=off", "server.address=127.0.0.1",
							"management.health.redis.enabled=false",
							"spring.autoconfigure.exclude=" + String.join(",", NEEDLESS))
					.run());
	}

	/**
	 * The port of the application.
	 * @return the port
	 */
	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * A URL of the application.
	 * @param path path and query
	 * @return the URL
	 */
	public String url(String path) {
		return "http://127.0.0.1:" + port() + path;
	}

	/**
	 * The context of the application.
	 * @return the context
	 */
	public ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application itself: nothing but the gateway.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		// An application that stops takes the event loops of all with it that share them
		@Bean
		ReactorResourceFactory resources() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			resources.setShutdownQuietPeriod(Duration.ZERO);
			return resources;
		}

	}

}
