package io.embeddedgateway.aggregate;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A condition on which a part is called.
 *
 * @param value the value that is looked at
 * @param is the values of which it has to be one, as texts, or {@code null} if it just
 * has to be something: neither absent, {@code null}, {@code false}, an empty text, nor an
 * empty array or object
 * @param not whether the opposite is wanted
 */
public record Condition(Reference value, @Nullable Set<String> is, boolean not) {

	/**
	 * There has to be something.
	 * @param value the value that is looked at, such as {@code {order.customerId}}
	 * @return the condition
	 * @throws IllegalArgumentException if it is no value
	 */
	public static Condition of(String value) {
		return new Condition(Reference.of(value), null, false);
	}

	/**
	 * It has to be one of several texts.
	 * @param value the value that is looked at, such as {@code {order.status}}
	 * @param texts the texts
	 * @return the condition
	 * @throws IllegalArgumentException if it is no value
	 */
	public static Condition oneOf(String value, Set<String> texts) {
		return new Condition(Reference.of(value), Set.copyOf(texts), false);
	}

	/**
	 * It may be none of several texts.
	 * @param value the value that is looked at, such as {@code {order.status}}
	 * @param texts the texts
	 * @return the condition
	 * @throws IllegalArgumentException if it is no value
	 */
	public static Condition noneOf(String value, Set<String> texts) {
		return new Condition(Reference.of(value), Set.copyOf(texts), true);
	}

	boolean holds(Values values) {
		return met(values) != this.not;
	}

	private boolean met(Values values) {
		JsonNode node = values.of(this.value);
		if (node == null || node.isNull()) {
			return false;
		}
		if (!node.isValueNode()) {
			return this.is == null && !node.isEmpty();
		}
		String text = ScalarText.of(node);
		return (this.is != null) ? this.is.contains(text) : text != null && !text.isEmpty() && !text.equals("false");
	}

}
