package io.embeddedgateway.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * How an answer is made of parts.
 *
 * @param shape the answer as a template of JSON, or {@code null} for one field for each
 * part, in the order in which they are declared
 * @param conflict what happens if parts that are flattened have the same field
 * @param errors the name of the field that tells which optional parts have failed, or
 * {@code null} for none; only an answer that is an object has it
 * @param setCookies whether the client gets the cookies that parts set
 * @param passStatus whether the status of a required part that answers with a client or
 * server error is that of the answer, in place of 502
 * @param customizer changes the answer at last, or {@code null}
 */
public record AnswerPolicy(@Nullable JsonTemplate shape, ConflictRule conflict, @Nullable String errors,
		boolean setCookies, boolean passStatus, @Nullable AggregationCustomizer customizer) {

	/**
	 * The name of the field where nothing is said.
	 */
	public static final String ERRORS = "errors";

	/**
	 * The answer where nothing is said.
	 */
	public static final AnswerPolicy DEFAULT = new AnswerPolicy(null, ConflictRule.ERROR, ERRORS, false, false, null);

}
