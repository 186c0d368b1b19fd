package io.embeddedgateway.autoconfigure.strict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.format.support.FormattingConversionService;

/**
 * Binds YAML, environment variables and system properties strictly, as an application
 * does when it starts, but without one.
 */
public final class StrictSources {

	private final MutablePropertySources sources = new MutablePropertySources();

	/**
	 * Add a YAML file, with less precedence than what was added before.
	 * @param name the name of the file
	 * @param text what stands in it
	 * @return this
	 */
	public StrictSources yaml(String name, String text) {
		Resource resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public String getFilename() {
				return name;
			}

		};
		try {
			for (PropertySource<?> source : new YamlPropertySourceLoader().load(name, resource)) {
				this.sources.addLast(source);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * Add environment variables, with less precedence than what was added before.
	 * @param variables the variables
	 * @return this
	 */
	public StrictSources environment(Map<String, Object> variables) {
		this.sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
		return this;
	}

	/**
	 * Add properties, with less precedence than what was added before.
	 * @param name the name of the source
	 * @param properties the properties
	 * @return this
	 */
	public StrictSources properties(String name, Map<String, Object> properties) {
		this.sources.addLast(new MapPropertySource(name, properties));
		return this;
	}

	/**
	 * Bind.
	 * @param <T> the record at the root
	 * @param prefix the prefix of the root
	 * @param type the record at the root
	 * @param binding what makes it strict
	 * @return the bound record
	 * @throws GatewayConfigurationException if there is a mistake
	 */
	public <T> T bind(String prefix, Class<T> type, StrictBinding<?> binding) {
		Binder binder = new Binder(ConfigurationPropertySources.from(this.sources),
				new PropertySourcesPlaceholdersResolver(this.sources),
				List.of(conversionService(), ApplicationConversionService.getSharedInstance()), null, null, null);
		try {
			return binder.bindOrCreate(prefix, Bindable.of(type), binding.apply(BindHandler.DEFAULT));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof GatewayConfigurationException mistakes) {
				throw mistakes;
			}
			throw ex;
		}
	}

	private static ConversionService conversionService() {
		FormattingConversionService service = new FormattingConversionService();
		DefaultConversionService.addCollectionConverters(service);
		service.addConverter(new ShortFormConverter());
		return service;
	}

}
