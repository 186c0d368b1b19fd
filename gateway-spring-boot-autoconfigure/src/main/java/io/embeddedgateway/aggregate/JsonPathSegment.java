package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One step into a JSON value.
 */
sealed interface JsonPathSegment {

	/**
	 * Whether the step can lead to several values.
	 * @return whether it can
	 */
	default boolean isMany() {
		return false;
	}

	/**
	 * The value to which the step leads.
	 * @param node the value to step into
	 * @return the value, or {@code null} if there is none, or can be several
	 */
	default @Nullable JsonNode one(JsonNode node) {
		return null;
	}

	/**
	 * Add all values to which the step leads.
	 * @param node the value to step into
	 * @param to takes them, in the order in which they stand
	 */
	default void select(JsonNode node, List<JsonNode> to) {
		JsonNode one = one(node);
		if (one != null) {
			to.add(one);
		}
	}

	/**
	 * All values to which the step leads from several.
	 * @param nodes the values to step into
	 * @return the values
	 */
	default List<JsonNode> all(List<JsonNode> nodes) {
		List<JsonNode> result = new ArrayList<>();
		for (JsonNode node : nodes) {
			select(node, result);
		}
		return result;
	}

	/**
	 * A field of an object (RFC 9535 §2.3.1).
	 *
	 * @param name the name of the field
	 */
	record Name(String name) implements JsonPathSegment {

		@Override
		public @Nullable JsonNode one(JsonNode node) {
			return node.isObject() ? node.get(this.name) : null;
		}

	}

	/**
	 * An element of an array (RFC 9535 §2.3.3).
	 *
	 * @param index the index from 0 on, or from the end if it is negative
	 */
	record Index(long index) implements JsonPathSegment {

		@Override
		public @Nullable JsonNode one(JsonNode node) {
			long index = (this.index < 0) ? this.index + node.size() : this.index;
			return (node.isArray() && index >= 0 && index < node.size()) ? node.get((int) index) : null;
		}

	}

	/**
	 * All elements of an array, or fields of an object (RFC 9535 §2.3.2).
	 */
	record Wildcard() implements JsonPathSegment {

		@Override
		public boolean isMany() {
			return true;
		}

		@Override
		public void select(JsonNode node, List<JsonNode> to) {
			if (node.isContainer()) {
				to.addAll(node.values());
			}
		}

	}

	/**
	 * Some elements of an array (RFC 9535 §2.3.4).
	 *
	 * @param start the first index, or {@code null} for the beginning
	 * @param end the index behind the last, or {@code null} for the end
	 * @param step the distance from one to the next, not 0
	 */
	record Slice(@Nullable Long start, @Nullable Long end, long step) implements JsonPathSegment {

		@Override
		public boolean isMany() {
			return true;
		}

		@Override
		public void select(JsonNode node, List<JsonNode> to) {
			if (!node.isArray()) {
				return;
			}
			long size = node.size();
			if (this.step > 0) {
				long end = bound(this.end, size, 0, size, size);
				for (long i = bound(this.start, size, 0, size, 0); i < end; i += this.step) {
					to.add(node.get((int) i));
				}
			}
			else {
				long end = bound(this.end, size, -1, size - 1, -1);
				for (long i = bound(this.start, size, -1, size - 1, size - 1); i > end; i += this.step) {
					to.add(node.get((int) i));
				}
			}
		}

		private static long bound(@Nullable Long index, long size, long least, long most, long otherwise) {
			if (index == null) {
				return otherwise;
			}
			long normal = (index < 0) ? size + index : index;
			return Math.min(Math.max(normal, least), most);
		}

	}

}
