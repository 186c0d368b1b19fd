package io.embeddedgateway.aggregate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields of a JSON value, and the fields of these. What is true of a field of an object
 * is true of this field in each element, where an array stands in place of the object.
 */
final class FieldTree {

	private final Map<String, FieldTree> fields = new LinkedHashMap<>();

	private boolean end;

	private @Nullable String newName;

	/**
	 * Fields by their paths.
	 * @param paths paths such as {@code address.city}
	 * @return the tree
	 * @throws IllegalArgumentException if a path has anything but names
	 */
	static FieldTree of(Collection<String> paths) {
		FieldTree tree = new FieldTree();
		paths.forEach((path) -> tree.add(names(path)).end = true);
		return tree;
	}

	/**
	 * New names of fields by their paths.
	 * @param names the names by paths, in which there are the old names only
	 * @return the tree
	 * @throws IllegalArgumentException if a path has anything but names, or two fields of
	 * an object get the same name
	 */
	static FieldTree of(Map<String, String> names) {
		FieldTree tree = new FieldTree();
		names.forEach((path, name) -> {
			List<String> steps = names(path);
			FieldTree object = tree.add(steps.subList(0, steps.size() - 1));
			if (object.fields.values().stream().anyMatch((field) -> name.equals(field.newName))) {
				throw new IllegalArgumentException(
						"'" + path + "' gets the name '" + name + "', as another field does. Write two names");
			}
			object.add(steps.subList(steps.size() - 1, steps.size())).newName = name;
		});
		return tree;
	}

	private static List<String> names(String path) {
		List<JsonPathSegment> segments = JsonPath.of(path.startsWith("[") ? path : "." + path).segments();
		return segments.stream().map((segment) -> {
			if (segment instanceof JsonPathSegment.Name name) {
				return name.name();
			}
			throw new IllegalArgumentException("'" + path
					+ "' has a step that is no name. Write names alone, such as 'items.sku': of an array, each element is meant");
		}).toList();
	}

	private FieldTree add(List<String> names) {
		FieldTree tree = this;
		for (String name : names) {
			tree = tree.fields.computeIfAbsent(name, (key) -> new FieldTree());
		}
		return tree;
	}

	boolean isEmpty() {
		return this.fields.isEmpty();
	}

	/**
	 * Take these fields alone, in the order of the tree.
	 * @param value the value, which is not changed
	 * @return the fields, JSON null of JSON null, or {@code null} if it can't have fields
	 */
	@Nullable JsonNode pick(JsonNode value) {
		if (this.end || value.isNull()) {
			return value;
		}
		if (value.isArray()) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode(value.size());
			for (JsonNode element : value.values()) {
				JsonNode picked = pick(element);
				if (picked != null) {
					array.add(picked);
				}
			}
			return array;
		}
		if (!value.isObject()) {
			return null;
		}
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		this.fields.forEach((name, tree) -> {
			JsonNode field = value.get(name);
			JsonNode picked = (field != null) ? tree.pick(field) : null;
			if (picked != null) {
				object.set(name, picked);
			}
		});
		return object;
	}

	/**
	 * Leave these fields out.
	 * @param value the value, which is not changed
	 * @return the value without the fields
	 */
	JsonNode drop(JsonNode value) {
		if (value.isArray()) {
			// One frame for each level of nested arrays, of which there may be a thousand
			ArrayNode changed = JsonNodeFactory.instance.arrayNode(value.size());
			for (JsonNode element : value) {
				changed.add(drop(element));
			}
			return changed;
		}
		if (!value.isObject()) {
			return value;
		}
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		value.forEachEntry((name, field) -> {
			FieldTree tree = this.fields.get(name);
			if (tree == null || !tree.end) {
				object.set(name, (tree != null) ? tree.drop(field) : field);
			}
		});
		return object;
	}

	/**
	 * Give these fields their new names, all at once. Where an object has a field of that
	 * name already, the renamed one replaces it.
	 * @param value the value, which is not changed
	 * @return the value with the new names
	 */
	JsonNode rename(JsonNode value) {
		if (value.isArray()) {
			// One frame for each level of nested arrays, of which there may be a thousand
			ArrayNode changed = JsonNodeFactory.instance.arrayNode(value.size());
			for (JsonNode element : value) {
				changed.add(rename(element));
			}
			return changed;
		}
		if (!value.isObject()) {
			return value;
		}
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		value.forEachEntry((name, field) -> {
			FieldTree tree = this.fields.get(name);
			if (tree != null && tree.newName != null) {
				object.set(tree.newName, tree.rename(field));
			}
			else if (!isTaken(name, value)) {
				object.set(name, (tree != null) ? tree.rename(field) : field);
			}
		});
		return object;
	}

	private boolean isTaken(String name, JsonNode value) {
		for (Map.Entry<String, FieldTree> entry : this.fields.entrySet()) {
			if (name.equals(entry.getValue().newName) && value.has(entry.getKey())) {
				return true;
			}
		}
		return false;
	}

}
