package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A JSON value with values of the request and of parts in it. A text that is one
 * reference, such as <code>{order.items}</code>, stands for the JSON value; a text with
 * more around it is a text. A brace that stands for itself is doubled.
 */
public final class JsonTemplate {

	private final JsonTemplateNode root;

	private final JsonNode tree;

	private JsonTemplate(JsonTemplateNode root, JsonNode tree) {
		this.root = root;
		this.tree = tree;
	}

	/**
	 * Parse a template. A map with exactly the keys {@code 0}, {@code 1}, ... is an
	 * array, which is what Spring Boot makes of lists.
	 * @param tree maps, collections and arrays, in which there are texts with values,
	 * numbers, booleans, JSON nodes and {@code null}; at most 64 in each other. Texts in
	 * JSON nodes have values as well
	 * @return the template
	 * @throws IllegalArgumentException if a value is none, the name of a field has a
	 * brace, or there is something else in the tree
	 */
	public static JsonTemplate of(@Nullable Object tree) {
		JsonNode declared = DeclaredJson.of(tree, JsonNodeFactory.instance::stringNode);
		return new JsonTemplate(compile(declared), declared);
	}

	private static JsonTemplateNode compile(JsonNode node) {
		if (node.isString()) {
			List<TextPart> parts = TextPart.parse(node.stringValue());
			Reference only = (parts.size() == 1) ? parts.get(0).reference() : null;
			return (only != null) ? new JsonTemplateNode.Value(only) : new JsonTemplateNode.Text(parts);
		}
		if (node.isArray()) {
			return new JsonTemplateNode.Elements(node.values().stream().map(JsonTemplate::compile).toList());
		}
		if (node.isObject()) {
			Map<String, JsonTemplateNode> fields = new LinkedHashMap<>();
			node.properties().forEach((field) -> fields.put(name(field.getKey()), compile(field.getValue())));
			return new JsonTemplateNode.Fields(fields);
		}
		return new JsonTemplateNode.Constant(node);
	}

	private static String name(String name) {
		if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
			throw new IllegalArgumentException("'" + name
					+ "' is the name of a field, which can't have braces. Write a fixed name, and '{...}' in its value");
		}
		return name;
	}

	/**
	 * The values in it.
	 * @return the references, in the order in which they stand
	 */
	List<Reference> references() {
		List<Reference> references = new ArrayList<>();
		this.root.addTo(references);
		return references;
	}

	/**
	 * The references that are whole values, not within a text.
	 * @return the references, in the order in which they stand
	 */
	List<Reference> values() {
		List<Reference> references = new ArrayList<>();
		this.root.addValuesTo(references);
		return references;
	}

	/**
	 * Fill in the values. A field whose value is missing is left out; an element that is
	 * missing is {@code null}; within a text, what is missing or {@code null} is nothing.
	 * @param values the values
	 * @return the JSON value, whose objects and arrays are new but for those that are
	 * values: they are not copied. {@code null} if the whole is a value that is missing
	 * @throws UnsuitableValueException if an object stands within a text
	 */
	@Nullable JsonNode expand(Values values) {
		return this.root.expand(values);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof JsonTemplate template && this.tree.equals(template.tree);
	}

	@Override
	public int hashCode() {
		return this.tree.hashCode();
	}

	/**
	 * The template as JSON.
	 * @return the template, with references as they were written
	 */
	@Override
	public String toString() {
		return this.tree.toString();
	}

}
