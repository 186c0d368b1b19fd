package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.aggregate.Condition;

/**
 * When a part is called.
 *
 * @param value the value that is looked at, between braces
 * @param is the texts of which it has to be one
 * @param isNot the texts of which it may be none
 */
record ConditionProperties(@Nullable String value, @DefaultValue List<String> is, @DefaultValue List<String> isNot) {

	ConditionProperties {
		if (value == null) {
			throw new IllegalArgumentException("'when' has no 'value'. Write for example 'value: \"{order.status}\"'");
		}
		if (!is.isEmpty() && !isNot.isEmpty()) {
			throw new IllegalArgumentException("'when' has both 'is' and 'is-not'. Remove one");
		}
	}

	/**
	 * A condition from its short form: there has to be a value.
	 * @param value the value, between braces
	 * @return the condition
	 */
	public static ConditionProperties of(String value) {
		return new ConditionProperties(value, List.of(), List.of());
	}

	Condition condition() {
		// Checked above
		String value = String.valueOf(this.value);
		if (!this.isNot.isEmpty()) {
			return Condition.noneOf(value, Set.copyOf(this.isNot));
		}
		return this.is.isEmpty() ? Condition.of(value) : Condition.oneOf(value, Set.copyOf(this.is));
	}

}
