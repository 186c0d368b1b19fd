package io.embeddedgateway.aggregate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the fields of flattened parts together.
 */
final class Merging {

	private Merging() {
	}

	/**
	 * Put the fields of a part into an answer. Only the fields of the answer itself are
	 * set: values that are joined are made anew, so that neither the part nor what
	 * earlier parts brought is changed.
	 * @param root the answer, with the fields of earlier parts
	 * @param part the part
	 * @param rule what happens if a field is there already
	 * @throws ConflictException if that is an error
	 */
	static void into(ObjectNode root, ObjectNode part, ConflictRule rule) {
		part.forEachEntry((name, later) -> {
			JsonNode earlier = root.get(name);
			root.set(name, (earlier != null) ? joined(name, earlier, later, rule) : later);
		});
	}

	private static JsonNode joined(String name, JsonNode earlier, JsonNode later, ConflictRule rule) {
		return switch (rule) {
			case FIRST -> earlier;
			case LAST -> later;
			case ERROR -> throw new ConflictException(name);
			case CONCAT -> {
				ArrayNode array = JsonNodeFactory.instance.arrayNode();
				add(earlier, array);
				add(later, array);
				yield array;
			}
			case DEEP_MERGE -> merged(earlier, later);
		};
	}

	private static void add(JsonNode value, ArrayNode array) {
		if (value.isArray()) {
			array.addAll(value.values());
		}
		else {
			array.add(value);
		}
	}

	// As deep as the values are, which has a limit
	private static JsonNode merged(JsonNode earlier, JsonNode later) {
		if (!earlier.isObject() || !later.isObject()) {
			return later;
		}
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		earlier.forEachEntry(object::set);
		later.forEachEntry((name, value) -> {
			JsonNode before = object.get(name);
			object.set(name, (before != null) ? merged(before, value) : value);
		});
		return object;
	}

}
