package io.embeddedgateway.autoconfigure.strict;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.ResolvableType;

/**
 * Lets a component of the type {@link Object} be whatever is written: one value, a map or
 * a list, and so on below. The binder itself takes one value there, and nothing else.
 */
final class Trees {

	private static final ResolvableType MAP = ResolvableType.forClassWithGenerics(Map.class, String.class,
			Object.class);

	private static final ResolvableType LIST = ResolvableType.forClassWithGenerics(List.class, Object.class);

	private Trees() {
	}

	/**
	 * What to bind.
	 * @param <T> the type of the target
	 * @param name the property
	 * @param target the target as it is declared
	 * @param context where properties come from
	 * @return the target, or a map or a list in its place
	 */
	static <T> Bindable<T> bindable(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		ResolvableType type = target.getType();
		// Of what is below a map, the binder takes everything for maps
		if (type.resolve() != Object.class && !type.equals(MAP)) {
			return target;
		}
		ConfigurationPropertyName first = firstBelow(name, context);
		if (first == null) {
			return target;
		}
		boolean list = first.isNumericIndex(name.getNumberOfElements());
		return Bindable.of(list ? LIST : MAP);
	}

	private static @Nullable ConfigurationPropertyName firstBelow(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			if (source.getConfigurationProperty(name) != null) {
				return null;
			}
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName candidate : iterable) {
					if (name.isAncestorOf(candidate)) {
						return candidate;
					}
				}
			}
		}
		return null;
	}

}
