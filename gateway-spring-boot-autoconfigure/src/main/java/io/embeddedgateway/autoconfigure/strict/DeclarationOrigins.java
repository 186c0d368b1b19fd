package io.embeddedgateway.autoconfigure.strict;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Tells where entries of maps were declared, for messages.
 */
public final class DeclarationOrigins {

	private final Iterable<ConfigurationPropertySource> sources;

	/**
	 * Create the lookup.
	 * @param environment where properties come from
	 */
	public DeclarationOrigins(Environment environment) {
		this.sources = ConfigurationPropertySources.get(environment);
	}

	/**
	 * Where an entry was declared.
	 * @param parent the path of the map
	 * @param id the id of the entry
	 * @return the place, or {@code null} if it is not known
	 */
	public @Nullable String of(String parent, String id) {
		ConfigurationPropertyName entry = ConfigurationPropertyName.of(parent).append("[" + id + "]");
		for (ConfigurationPropertySource source : this.sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable) {
					Origin origin = entry.isAncestorOf(name) ? Origin.from(source.getConfigurationProperty(name))
							: null;
					if (origin != null) {
						return Origins.describe(origin);
					}
				}
			}
		}
		return null;
	}

}
