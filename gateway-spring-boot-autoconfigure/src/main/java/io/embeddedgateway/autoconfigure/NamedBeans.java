package io.embeddedgateway.autoconfigure;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Finds beans that the configuration refers to.
 */
final class NamedBeans {

	private NamedBeans() {
	}

	/**
	 * Find beans of a type.
	 * @param <T> the type
	 * @param beans all beans
	 * @param type the type
	 * @return finds one by its name, or the only one if there is no name
	 */
	static <T> Function<@Nullable String, T> finder(ListableBeanFactory beans, Class<T> type) {
		return (name) -> (name != null) ? beans.getBean(name, type) : beans.getBean(type);
	}

}
