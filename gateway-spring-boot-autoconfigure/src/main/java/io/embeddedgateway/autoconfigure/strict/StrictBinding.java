package io.embeddedgateway.autoconfigure.strict;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import io.embeddedgateway.autoconfigure.strict.Shape.Block;

/**
 * Makes the binding of one tree of records strict: all mistakes below its prefix are
 * collected, unknown keys among them, and thrown as one
 * {@link GatewayConfigurationException}. Other {@code @ConfigurationProperties} are bound
 * as ever.
 *
 * @param <T> the record at the root
 */
public final class StrictBinding<T> implements ConfigurationPropertiesBindHandlerAdvisor {

	private final ConfigurationPropertyName prefix;

	private final Class<T> type;

	private final ConfigurationCheck<T> check;

	private final Block root;

	/**
	 * Create the binding.
	 * @param prefix the prefix of the root, such as {@code gateway}
	 * @param type the record at the root
	 * @param check checks what the records can't check by themselves
	 * @param more names below the prefix that somebody else reads
	 * @throws IllegalArgumentException if the type is no record
	 */
	public StrictBinding(String prefix, Class<T> type, ConfigurationCheck<T> check, String... more) {
		if (!type.isRecord()) {
			throw new IllegalArgumentException(type + " is no record");
		}
		this.prefix = ConfigurationPropertyName.of(prefix);
		this.type = type;
		this.check = check;
		Map<String, Shape> shapes = new LinkedHashMap<>();
		for (String name : more) {
			shapes.put(name, new Shape.Anything());
		}
		this.root = new Block(type, shapes);
	}

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new StrictBindHandler<>(bindHandler, this.prefix, this.type, this.root, this.check);
	}

}
