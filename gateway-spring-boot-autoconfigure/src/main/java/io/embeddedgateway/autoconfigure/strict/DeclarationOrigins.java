package io.embeddedgateway.autoconfigure.strict;

import java.util.HashMap;
import java.util.Map;

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

	private final Map<ConfigurationPropertyName, Origin> origins = new HashMap<>();

	private final ConfigurationPropertyName parent;

	/**
	 * Look the entries of a map up, once for all.
	 * @param environment where properties come from
	 * @param parent the path of the map
	 */
	public DeclarationOrigins(Environment environment, String parent) {
		this.parent = ConfigurationPropertyName.of(parent);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(this.parent::isAncestorOf).forEach((name) -> add(source, name));
			}
		}
	}

	private void add(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationPropertyName entry = name.chop(this.parent.getNumberOfElements() + 1);
		Origin origin = this.origins.containsKey(entry) ? null : Origin.from(source.getConfigurationProperty(name));
		if (origin != null) {
			this.origins.put(entry, origin);
		}
	}

	/**
	 * Where an entry was declared.
	 * @param id the id of the entry
	 * @return the place, or {@code null} if it is not known
	 */
	public @Nullable String of(String id) {
		return Origins.describe(this.origins.get(this.parent.append("[" + id + "]")));
	}

}
