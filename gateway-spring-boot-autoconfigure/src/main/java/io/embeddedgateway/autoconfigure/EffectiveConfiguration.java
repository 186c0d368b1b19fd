package io.embeddedgateway.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

import io.embeddedgateway.auth.dpop.NonceKey;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.routing.ValueMatch;
import io.embeddedgateway.sticky.StickyKey;
import io.embeddedgateway.text.KebabCase;

/**
 * What holds under {@code gateway}, also where nothing was written, as the tree that one
 * would write; without secrets.
 */
final class EffectiveConfiguration {

	private static final List<Class<?>> SECRETS = List.of(StickyKey.class, NonceKey.class);

	private EffectiveConfiguration() {
	}

	/**
	 * The configuration as a tree.
	 * @param properties what was bound
	 * @return maps, lists, texts, numbers and booleans
	 */
	static Map<String, Object> of(GatewayProperties properties) {
		return block(properties);
	}

	private static Map<String, Object> block(Record block) {
		Map<String, Object> tree = new LinkedHashMap<>();
		for (RecordComponent component : block.getClass().getRecordComponents()) {
			Object value = value(component, block);
			if (value != null) {
				String name = name(component);
				tree.put(name, SecretProperties.isSecret(name) ? SecretNames.MASK : tree(value));
			}
		}
		return tree;
	}

	private static @Nullable Object value(RecordComponent component, Record block) {
		Method accessor = component.getAccessor();
		accessor.setAccessible(true);
		return invoke(accessor, block);
	}

	private static @Nullable Object invoke(Method method, @Nullable Object target, Object... arguments) {
		try {
			return method.invoke(target, arguments);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InvocationTargetException ex) {
			return null;
		}
	}

	private static String name(RecordComponent component) {
		Name name = component.getAnnotation(Name.class);
		return DataObjectPropertyName.toDashedForm((name != null) ? name.value() : component.getName());
	}

	private static Object tree(Object value) {
		if (SECRETS.contains(value.getClass())) {
			return SecretNames.MASK;
		}
		if (value instanceof Map<?, ?> map) {
			return map(map);
		}
		if (value instanceof Collection<?> collection) {
			List<Object> list = new ArrayList<>();
			collection.forEach((element) -> list.add(tree(element)));
			return list;
		}
		if (value instanceof Record block) {
			String text = shortForm(block);
			return (text != null) ? SecretProperties.mask(text) : block(block);
		}
		return scalar(value);
	}

	private static Object scalar(Object value) {
		if (value instanceof Boolean || value instanceof Number) {
			return value;
		}
		if (value instanceof Duration duration) {
			return text(duration);
		}
		if (value instanceof DataSize size) {
			return text(size);
		}
		if (value instanceof Enum<?> constant) {
			return KebabCase.of(constant);
		}
		return SecretProperties.mask(value.toString());
	}

	static String text(Duration duration) {
		long seconds = duration.toSeconds();
		if (!duration.equals(Duration.ofSeconds(seconds))) {
			return DurationStyle.SIMPLE.print(duration);
		}
		for (Map.Entry<String, Integer> unit : List.of(Map.entry("d", 86400), Map.entry("h", 3600),
				Map.entry("m", 60))) {
			if (seconds != 0 && seconds % unit.getValue() == 0) {
				return seconds / unit.getValue() + unit.getKey();
			}
		}
		return seconds + "s";
	}

	private static String text(DataSize size) {
		long bytes = size.toBytes();
		String[] units = { "B", "KB", "MB", "GB", "TB" };
		int unit = 0;
		while (bytes != 0 && bytes % 1024 == 0 && unit < units.length - 1) {
			bytes /= 1024;
			unit++;
		}
		return bytes + units[unit];
	}

	private static Map<String, Object> map(Map<?, ?> map) {
		Map<String, Object> tree = new LinkedHashMap<>();
		map.forEach((key, value) -> {
			String name = (key instanceof Enum<?> constant) ? String.valueOf(scalar(constant)) : String.valueOf(key);
			// Ids of blocks are names of ours; all others may be those of headers and the
			// like
			boolean block = value instanceof Record && !(value instanceof ValueMatch);
			tree.put(name, (!block && SecretProperties.mayBeSecret(name)) ? SecretNames.MASK : tree(value));
		});
		return tree;
	}

	/**
	 * The text from which the same value would be bound.
	 * @param block the value
	 * @return the text, or {@code null} if there is none
	 */
	private static @Nullable String shortForm(Record block) {
		try {
			Method factory = block.getClass().getMethod("of", String.class);
			String text = block.toString();
			if (!Modifier.isStatic(factory.getModifiers()) || text.startsWith(block.getClass().getSimpleName() + "[")) {
				return null;
			}
			factory.setAccessible(true);
			return block.equals(invoke(factory, null, text)) ? text : null;
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

}
