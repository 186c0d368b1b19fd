package io.embeddedgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/**
 * Configures an application with YAML, with the origin of each line.
 */
public final class YamlInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private final String yaml;

	/**
	 * Create an initializer.
	 * @param yaml the YAML
	 */
	public YamlInitializer(String yaml) {
		this.yaml = yaml;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		try {
			new YamlPropertySourceLoader()
				.load("application.yml", new ByteArrayResource(this.yaml.getBytes(StandardCharsets.UTF_8)) {

					@Override
					public String getDescription() {
						return "application.yml";
					}

				})
				.forEach((source) -> context.getEnvironment().getPropertySources().addFirst(source));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
