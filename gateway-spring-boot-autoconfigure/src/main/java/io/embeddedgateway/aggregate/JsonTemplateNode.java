package io.embeddedgateway.aggregate;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One value of a template of JSON.
 */
sealed interface JsonTemplateNode {

	/**
	 * Fill in the values.
	 * @param values the values
	 * @return the JSON value, or {@code null} if it is missing
	 */
	@Nullable JsonNode expand(Values values);

	/**
	 * Add the references in this value.
	 * @param references takes them, in the order in which they stand
	 */
	void addTo(List<Reference> references);

	/**
	 * Add the references that are whole values, not within a text.
	 * @param references takes them, in the order in which they stand
	 */
	default void addValuesTo(List<Reference> references) {
	}

	/**
	 * A value that is always the same.
	 *
	 * @param value a number, a boolean or {@code null}
	 */
	record Constant(JsonNode value) implements JsonTemplateNode {

		@Override
		public JsonNode expand(Values values) {
			return this.value;
		}

		@Override
		public void addTo(List<Reference> references) {
		}

	}

	/**
	 * A value that is as it is somewhere else.
	 *
	 * @param reference says where
	 */
	record Value(Reference reference) implements JsonTemplateNode {

		@Override
		public @Nullable JsonNode expand(Values values) {
			JsonNode node = values.of(this.reference);
			return (node == null || node.isMissingNode()) ? null : node;
		}

		@Override
		public void addTo(List<Reference> references) {
			references.add(this.reference);
		}

		@Override
		public void addValuesTo(List<Reference> references) {
			references.add(this.reference);
		}

	}

	/**
	 * A text.
	 *
	 * @param parts its parts
	 */
	record Text(List<TextPart> parts) implements JsonTemplateNode {

		@Override
		public JsonNode expand(Values values) {
			StringBuilder text = new StringBuilder();
			for (TextPart part : this.parts) {
				Reference reference = part.reference();
				text.append((reference != null) ? text(reference, values.of(reference)) : part.literal());
			}
			return JsonNodeFactory.instance.stringNode(text.toString());
		}

		private static String text(Reference reference, @Nullable JsonNode node) {
			if (node == null) {
				return "";
			}
			try {
				String text = node.isArray() ? String.join(",", ScalarText.all(node)) : ScalarText.of(node);
				return (text != null) ? text : "";
			}
			catch (UnsuitableValueException ex) {
				throw new UnsuitableValueException("'{" + reference.text() + "}' " + ex.getMessage());
			}
		}

		@Override
		public void addTo(List<Reference> references) {
			references.addAll(TextPart.references(this.parts));
		}

	}

	/**
	 * An array.
	 *
	 * @param elements its elements
	 */
	record Elements(List<JsonTemplateNode> elements) implements JsonTemplateNode {

		@Override
		public JsonNode expand(Values values) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode(this.elements.size());
			for (JsonTemplateNode element : this.elements) {
				JsonNode value = element.expand(values);
				array.add((value != null) ? value : JsonNodeFactory.instance.nullNode());
			}
			return array;
		}

		@Override
		public void addTo(List<Reference> references) {
			this.elements.forEach((element) -> element.addTo(references));
		}

		@Override
		public void addValuesTo(List<Reference> references) {
			this.elements.forEach((element) -> element.addValuesTo(references));
		}

	}

	/**
	 * An object.
	 *
	 * @param fields its fields by name
	 */
	record Fields(Map<String, JsonTemplateNode> fields) implements JsonTemplateNode {

		@Override
		public JsonNode expand(Values values) {
			ObjectNode object = JsonNodeFactory.instance.objectNode();
			this.fields.forEach((name, field) -> {
				JsonNode value = field.expand(values);
				if (value != null) {
					object.set(name, value);
				}
			});
			return object;
		}

		@Override
		public void addTo(List<Reference> references) {
			this.fields.values().forEach((field) -> field.addTo(references));
		}

		@Override
		public void addValuesTo(List<Reference> references) {
			this.fields.values().forEach((field) -> field.addValuesTo(references));
		}

	}

}
