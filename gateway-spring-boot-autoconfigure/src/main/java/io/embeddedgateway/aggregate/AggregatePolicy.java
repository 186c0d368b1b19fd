package io.embeddedgateway.aggregate;

import java.util.List;

/**
 * An answer that is put together from several calls.
 *
 * @param parts the calls; at least one, with different names
 * @param answer how the answer is made of them
 * @param limits how much one request may cause
 */
public record AggregatePolicy(List<Part> parts, AnswerPolicy answer, AggregateLimits limits) {

	public AggregatePolicy {
		if (parts.isEmpty()) {
			throw new IllegalArgumentException(
					"'parts' is empty. Write for example 'parts: {order: {service: orders, path: \"/orders/{id}\"}}'");
		}
		parts = List.copyOf(parts);
	}

	/**
	 * Begin an aggregation.
	 * @return a builder without parts
	 */
	public static AggregatePolicyBuilder builder() {
		return new AggregatePolicyBuilder();
	}

}
