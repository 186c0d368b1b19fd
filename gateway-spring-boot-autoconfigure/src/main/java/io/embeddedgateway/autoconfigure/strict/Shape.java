package io.embeddedgateway.autoconfigure.strict;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.ResolvableType;

/**
 * How a property can be written, read from the type it is bound to.
 */
sealed interface Shape {

	/**
	 * The shape of a type.
	 * @param type the type
	 * @return the shape
	 */
	static Shape of(ResolvableType type) {
		Class<?> resolved = type.resolve(Object.class);
		if (resolved == Object.class) {
			return new Anything();
		}
		if (Map.class.isAssignableFrom(resolved)) {
			return new ById(of(type.asMap().getGeneric(1)));
		}
		if (Collection.class.isAssignableFrom(resolved)) {
			return new Elements(of(type.asCollection().getGeneric()));
		}
		if (resolved.isArray()) {
			return new Elements(of(type.getComponentType()));
		}
		return resolved.isRecord() ? new Block(resolved, Map.of()) : new Scalar(resolved);
	}

	/**
	 * Whatever is written: somebody else reads it.
	 */
	record Anything() implements Shape {

	}

	/**
	 * A single value.
	 *
	 * @param type the type of the value
	 */
	record Scalar(Class<?> type) implements Shape {

		boolean allowsDotsInKeys() {
			return this.type.isEnum() || this.type.getName().startsWith("java.lang");
		}

	}

	/**
	 * A list, or a single value with commas.
	 *
	 * @param element the shape of each element
	 */
	record Elements(Shape element) implements Shape {

	}

	/**
	 * Entries by id.
	 *
	 * @param value the shape of each entry
	 */
	record ById(Shape value) implements Shape {

		boolean hasScalars() {
			Shape shape = (this.value instanceof Elements elements) ? elements.element() : this.value;
			return shape instanceof Scalar || shape instanceof Anything;
		}

	}

	/**
	 * A component of a record.
	 *
	 * @param name the name as it is documented
	 * @param shape the shape
	 * @param defaultValue what is bound when nothing is written, or {@code null}
	 */
	record Component(String name, Shape shape, @Nullable DefaultValue defaultValue) {

	}

	/**
	 * Keys with a name each, bound to a record. Reads the components when they are asked
	 * for, because a record can contain itself.
	 */
	final class Block implements Shape {

		private final Class<?> type;

		private final Map<String, Shape> more;

		private @Nullable Map<String, Component> components;

		Block(Class<?> type, Map<String, Shape> more) {
			this.type = type;
			this.more = more;
		}

		Class<?> type() {
			return this.type;
		}

		boolean hasShortForm() {
			return shortForm(this.type);
		}

		Map<String, Component> components() {
			Map<String, Component> result = this.components;
			if (result == null) {
				result = read();
				this.components = result;
			}
			return result;
		}

		@Nullable Component component(String key) {
			String uniform = Spelling.uniform(key);
			for (Component component : components().values()) {
				if (Spelling.uniform(component.name()).equals(uniform)) {
					return component;
				}
			}
			return null;
		}

		private Map<String, Component> read() {
			Map<String, Component> result = new LinkedHashMap<>();
			Constructor<?> constructor = constructor();
			Parameter[] parameters = constructor.getParameters();
			for (int i = 0; i < parameters.length; i++) {
				Name name = parameters[i].getAnnotation(Name.class);
				String dashed = DataObjectPropertyName
					.toDashedForm((name != null) ? name.value() : parameters[i].getName());
				Shape shape = Shape.of(ResolvableType.forConstructorParameter(constructor, i));
				result.put(dashed, new Component(dashed, shape, parameters[i].getAnnotation(DefaultValue.class)));
			}
			this.more.forEach((name, shape) -> result.put(name, new Component(name, shape, null)));
			return Collections.unmodifiableMap(result);
		}

		private Constructor<?> constructor() {
			Class<?>[] types = Arrays.stream(this.type.getRecordComponents())
				.map(RecordComponent::getType)
				.toArray(Class<?>[]::new);
			try {
				return this.type.getDeclaredConstructor(types);
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException(this.type + " has no canonical constructor", ex);
			}
		}

		static boolean shortForm(Class<?> type) {
			for (Method method : type.getMethods()) {
				boolean factory = method.getName().equals("of") && Modifier.isStatic(method.getModifiers())
						&& method.getReturnType() == type;
				if (factory && Arrays.equals(method.getParameterTypes(), new Class<?>[] { String.class })) {
					return true;
				}
			}
			return false;
		}

	}

}
