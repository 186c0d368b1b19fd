package io.embeddedgateway.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON value as somebody wrote it in Java or in YAML.
 */
final class DeclaredJson {

	private static final int MOST_DEPTH = 64;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final Function<String, JsonNode> text;

	private DeclaredJson(Function<String, JsonNode> text) {
		this.text = text;
	}

	/**
	 * Read a value.
	 * @param tree maps, collections, arrays, texts, numbers, booleans, JSON nodes, and
	 * {@code null}
	 * @param text makes a JSON value of a text
	 * @return the value, of which nothing belongs to the tree
	 * @throws IllegalArgumentException if there is anything else in the tree, or it is
	 * too deep
	 */
	static JsonNode of(@Nullable Object tree, Function<String, JsonNode> text) {
		return new DeclaredJson(text).node(tree, 0);
	}

	private JsonNode node(@Nullable Object tree, int depth) {
		if (depth > MOST_DEPTH) {
			throw new IllegalArgumentException(
					"there are more than " + MOST_DEPTH + " objects and arrays in each other. Write fewer");
		}
		if (tree == null) {
			return NODES.nullNode();
		}
		if (tree instanceof JsonNode node) {
			return node.isMissingNode() ? NODES.nullNode() : node.deepCopy();
		}
		if (tree instanceof String string) {
			return this.text.apply(string);
		}
		if (tree instanceof Boolean bool) {
			return NODES.booleanNode(bool);
		}
		if (tree instanceof Number number) {
			return number(number);
		}
		if (tree instanceof Map<?, ?> map) {
			return object(map, depth);
		}
		if (tree instanceof Collection<?> collection) {
			return array(collection, depth);
		}
		if (tree.getClass().isArray()) {
			return array(Arrays.asList(ObjectUtils.toObjectArray(tree)), depth);
		}
		throw new IllegalArgumentException("a value is a " + tree.getClass().getName()
				+ ". Write a map, a list, a text, a number, true, false or null");
	}

	private JsonNode array(Collection<?> elements, int depth) {
		ArrayNode array = NODES.arrayNode(elements.size());
		elements.forEach((element) -> array.add(node(element, depth + 1)));
		return array;
	}

	private JsonNode object(Map<?, ?> map, int depth) {
		ObjectNode object = NODES.objectNode();
		map.forEach((key, value) -> {
			if (key == null || object.has(key.toString())) {
				throw new IllegalArgumentException(
						"a field " + ((key != null) ? "'" + key + "' is there twice" : "has no name")
								+ ". Write one name for each");
			}
			object.set(key.toString(), node(value, depth + 1));
		});
		return object;
	}

	private static JsonNode number(Number number) {
		if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
			return NODES.numberNode(number.intValue());
		}
		if (number instanceof Long value) {
			return NODES.numberNode(value.longValue());
		}
		if (number instanceof BigInteger value) {
			return NODES.numberNode(value);
		}
		if (number instanceof BigDecimal value) {
			return NODES.numberNode(value);
		}
		if ((number instanceof Double || number instanceof Float) && Double.isFinite(number.doubleValue())) {
			return NODES.numberNode(new BigDecimal(number.toString()));
		}
		throw new IllegalArgumentException("a value is the number " + number + ", which JSON has not. Write another");
	}

}
