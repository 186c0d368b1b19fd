package io.embeddedgateway.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.aggregate.AnswerPolicy;
import io.embeddedgateway.aggregate.ConflictRule;

/**
 * How an answer is made of parts.
 *
 * @param shape the answer as a template of JSON
 * @param conflict what happens if parts that are flattened have the same field
 * @param errors name of the field that tells which parts have failed, or {@code none}
 * @param setCookies whether the client gets the cookies that parts set
 * @param customizer name of a bean that changes the answer at last
 */
record AnswerProperties(@Nullable Object shape, @DefaultValue("error") ConflictRule conflict,
		@DefaultValue(AnswerPolicy.ERRORS) String errors, @DefaultValue("false") boolean setCookies,
		@Nullable String customizer) {

	AnswerProperties {
		if (errors.isBlank()) {
			throw new IllegalArgumentException("'errors' is empty. Write the name of a field, or 'none'");
		}
	}

	@Nullable String errorsField() {
		return this.errors.equals("none") ? null : this.errors;
	}

}
