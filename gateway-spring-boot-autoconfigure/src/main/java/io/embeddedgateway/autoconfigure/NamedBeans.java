package io.embeddedgateway.autoconfigure;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

import io.embeddedgateway.autoconfigure.strict.DidYouMean;

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

	/**
	 * Find a bean, if there is one.
	 * @param <T> its type
	 * @param beans all beans
	 * @param name its name
	 * @param type its type
	 * @return the bean, or {@code null} if there is none of that name and type
	 */
	static <T> @Nullable T find(ListableBeanFactory beans, String name, Class<T> type) {
		return is(beans, name, type) ? beans.getBean(name, type) : null;
	}

	/**
	 * Whether there is a bean. Nothing is created for it.
	 * @param beans all beans
	 * @param name its name
	 * @param type its type
	 * @return whether there is one of that name and type
	 */
	static boolean is(ListableBeanFactory beans, String name, Class<?> type) {
		return beans.containsBean(name) && beans.isTypeMatch(name, type);
	}

	/**
	 * The names of all beans of a type. Nothing is created for it.
	 * @param beans all beans
	 * @param type the type
	 * @return their names, sorted
	 */
	static Set<String> names(ListableBeanFactory beans, Class<?> type) {
		return new TreeSet<>(
				Arrays.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false)));
	}

	/**
	 * What is wrong with a name that should be that of a bean.
	 * @param beans all beans
	 * @param name the name
	 * @param type the type that the bean should have
	 * @return the mistake and its remedy, or {@code null} if there is such a bean
	 */
	static @Nullable String mistake(ListableBeanFactory beans, String name, Class<?> type) {
		if (is(beans, name, type)) {
			return null;
		}
		String what = beans.containsBean(name) ? "bean '" + name + "' is not a " + type.getSimpleName()
				: "there is no bean '" + name + "'";
		return what + ". " + DidYouMean.among(name, names(beans, type));
	}

}
