package io.embeddedgateway.aggregate;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The way into a JSON value: a JSONPath (RFC 9535) without the <code>$</code> at its
 * beginning. There are <code>.name</code>, <code>['name']</code>, <code>[0]</code>,
 * <code>[-1]</code>, <code>[*]</code>, <code>.*</code> and slices such as
 * <code>[1:3]</code>, but no filters, descendants and unions. Beyond the RFC, the name in
 * <code>.name</code> may have hyphens and may begin with a digit.
 */
final class JsonPath {

	static final JsonPath ROOT = new JsonPath("", List.of());

	private final String text;

	private final List<JsonPathSegment> segments;

	private final boolean many;

	private JsonPath(String text, List<JsonPathSegment> segments) {
		this.text = text;
		this.segments = List.copyOf(segments);
		this.many = segments.stream().anyMatch(JsonPathSegment::isMany);
	}

	/**
	 * Parse a path.
	 * @param text the path, empty for the value itself
	 * @return the path
	 * @throws IllegalArgumentException if it is none, or not one of this subset
	 */
	static JsonPath of(String text) {
		return text.isEmpty() ? ROOT : new JsonPath(text, new JsonPathParser(text).parse());
	}

	/**
	 * Whether there can be several values at the end.
	 * @return whether the path has a wildcard or a slice
	 */
	boolean isMany() {
		return this.many;
	}

	/**
	 * The steps of the path.
	 * @return the segments, none for the value itself
	 */
	List<JsonPathSegment> segments() {
		return this.segments;
	}

	/**
	 * All values at the end of the path, in the order in which they stand.
	 * @param root the value to go into
	 * @return the values, each as it stands in the root, not copied
	 */
	List<JsonNode> all(JsonNode root) {
		List<JsonNode> nodes = List.of(root);
		for (JsonPathSegment segment : this.segments) {
			nodes = segment.all(nodes);
		}
		return nodes;
	}

	/**
	 * The value at the end of the path.
	 * @param root the value to go into
	 * @return the value as it stands in the root, not copied; an array of all values,
	 * which may be empty, if there can be several; {@code null} if there is none
	 */
	@Nullable JsonNode value(JsonNode root) {
		if (this.many) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode();
			return array.addAll(all(root));
		}
		JsonNode node = root;
		for (JsonPathSegment segment : this.segments) {
			node = segment.one(node);
			if (node == null) {
				return null;
			}
		}
		return node;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof JsonPath path && this.text.equals(path.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
