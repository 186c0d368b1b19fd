package io.embeddedgateway.autoconfigure.strict;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.autoconfigure.strict.Shape.Block;
import io.embeddedgateway.autoconfigure.strict.Shape.ById;
import io.embeddedgateway.autoconfigure.strict.Shape.Component;
import io.embeddedgateway.autoconfigure.strict.Shape.Elements;
import io.embeddedgateway.autoconfigure.strict.Shape.Scalar;

/**
 * Generates a JSON Schema (draft-07, which the most editors understand) from a tree of
 * records, so that editors complete and check what they can't find in Boot's metadata:
 * the keys below a map.
 */
public final class JsonSchemaGenerator {

	private static final String PLACEHOLDER = "\\$\\{.+\\}";

	private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(Byte.class, Short.class, Integer.class, Long.class);

	private final Map<String, String> descriptions;

	private final Map<String, Object> definitions = new LinkedHashMap<>();

	/**
	 * Create the generator.
	 * @param descriptions one sentence by the path of a property, with {@code <id>} for
	 * the id of an entry and {@code []} for an element of a list
	 */
	public JsonSchemaGenerator(Map<String, String> descriptions) {
		this.descriptions = descriptions;
	}

	/**
	 * Generate a schema.
	 * @param prefix the prefix of the root
	 * @param root the record at the root
	 * @param more the types of names below the prefix that are not in the record
	 * @return the schema as JSON with a line break at the end
	 */
	public String generate(String prefix, Class<?> root, Map<String, Class<?>> more) {
		Map<String, Shape> shapes = new LinkedHashMap<>();
		more.forEach((name, type) -> shapes.put(name, new Scalar(type)));
		this.definitions.put("placeholder", ordered("type", "string", "pattern", PLACEHOLDER));
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("$schema", "http://json-schema.org/draft-07/schema#");
		schema.put("title", "Configuration of the gateway in application.yml");
		schema.put("type", "object");
		schema.put("properties", Map.of(prefix, block(prefix, new Block(root, shapes))));
		schema.put("definitions", this.definitions);
		return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(schema)
				+ "\n";
	}

	private Map<String, Object> block(String path, Block block) {
		String name = block.type().getName().substring(block.type().getPackageName().length() + 1).replace('$', '.');
		if (!this.definitions.containsKey(name)) {
			Map<String, Object> definition = new LinkedHashMap<>();
			this.definitions.put(name, definition);
			Map<String, Object> properties = new LinkedHashMap<>();
			block.components()
				.values()
				.forEach((component) -> properties.put(component.name(),
						property(path + "." + component.name(), component)));
			definition.put("type", "object");
			definition.put("properties", properties);
			definition.put("additionalProperties", false);
		}
		return ordered("$ref", "#/definitions/" + name);
	}

	private Map<String, Object> property(String path, Component component) {
		Map<String, Object> schema = schema(path, component.shape());
		// Draft-07 ignores what stands beside a reference
		Map<String, Object> property = schema.containsKey("$ref") ? ordered("allOf", List.of(schema)) : schema;
		String description = this.descriptions.get(path);
		if (description != null) {
			property.put("description", description);
		}
		Object defaultValue = defaultValue(component.shape(), component.defaultValue());
		if (defaultValue != null) {
			property.put("default", defaultValue);
		}
		return property;
	}

	private Map<String, Object> schema(String path, Shape shape) {
		if (shape instanceof Block block) {
			Map<String, Object> full = block(path, block);
			return block.hasShortForm() ? anyOf(text(), full) : full;
		}
		if (shape instanceof ById byId) {
			return ordered("type", "object", "additionalProperties", schema(path + ".<id>", byId.value()));
		}
		if (shape instanceof Elements elements) {
			return elements(path, elements.element());
		}
		return (shape instanceof Scalar scalar) ? scalar(scalar.type()) : new LinkedHashMap<>();
	}

	private Map<String, Object> elements(String path, Shape element) {
		Map<String, Object> schema = schema(path + "[]", element);
		Map<String, Object> array = ordered("type", "array", "items", schema);
		if (element instanceof Block block) {
			return block.hasShortForm() ? anyOf(array, text()) : array;
		}
		return schema.equals(text()) ? anyOf(array, schema) : anyOf(array, schema, ordered("type", "string"));
	}

	private static Map<String, Object> scalar(Class<?> boxable) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(boxable);
		Map<String, Object> placeholder = ordered("$ref", "#/definitions/placeholder");
		if (type.isEnum()) {
			return anyOf(ordered("enum", Values.constants(type)), placeholder);
		}
		if (type == Boolean.class) {
			return anyOf(ordered("type", "boolean"), placeholder);
		}
		if (Number.class.isAssignableFrom(type)) {
			return anyOf(ordered("type", WHOLE_NUMBERS.contains(type) ? "integer" : "number"), placeholder);
		}
		if (type == Duration.class) {
			return pattern("\\d+(ns|us|ms|s|m|h|d)?|P.+");
		}
		return (type == DataSize.class) ? pattern("\\d+(B|KB|MB|GB|TB)?") : text();
	}

	private static Map<String, Object> pattern(String pattern) {
		return ordered("type", List.of("string", "integer"), "pattern", "^(" + pattern + ")$|" + PLACEHOLDER);
	}

	private static Map<String, Object> text() {
		return ordered("type", List.of("string", "number", "boolean"));
	}

	private static Map<String, Object> anyOf(Object... schemas) {
		return ordered("anyOf", List.of(schemas));
	}

	private static @Nullable Object defaultValue(Shape shape, @Nullable DefaultValue annotation) {
		if (annotation == null || annotation.value().length == 0) {
			return null;
		}
		if (annotation.value().length > 1) {
			return List.of(annotation.value());
		}
		String text = annotation.value()[0];
		Class<?> type = (shape instanceof Scalar scalar) ? ClassUtils.resolvePrimitiveIfNecessary(scalar.type())
				: String.class;
		if (type == Boolean.class) {
			return Boolean.valueOf(text);
		}
		return WHOLE_NUMBERS.contains(type) ? (Object) Long.valueOf(text) : text;
	}

	private static Map<String, Object> ordered(Object... keysAndValues) {
		Map<String, Object> result = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			result.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
		}
		return result;
	}

}
