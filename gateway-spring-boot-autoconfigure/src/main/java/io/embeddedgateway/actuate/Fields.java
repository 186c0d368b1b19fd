package io.embeddedgateway.actuate;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in their order, without those that have no value.
 */
final class Fields {

	private final Map<String, Object> fields = new LinkedHashMap<>();

	/**
	 * Add a field.
	 * @param name the name
	 * @param value the value; {@code null} for no field
	 * @return these fields
	 */
	Fields with(String name, @Nullable Object value) {
		if (value != null) {
			this.fields.put(name, value);
		}
		return this;
	}

	/**
	 * Add a field, unless nothing is in it.
	 * @param name the name
	 * @param values the values
	 * @return these fields
	 */
	Fields withAny(String name, Collection<?> values) {
		return values.isEmpty() ? this : with(name, values);
	}

	/**
	 * Add a field, unless nothing is in it.
	 * @param name the name
	 * @param values the values
	 * @return these fields
	 */
	Fields withAny(String name, Map<String, ?> values) {
		return values.isEmpty() ? this : with(name, values);
	}

	Map<String, Object> map() {
		return Collections.unmodifiableMap(this.fields);
	}

}
