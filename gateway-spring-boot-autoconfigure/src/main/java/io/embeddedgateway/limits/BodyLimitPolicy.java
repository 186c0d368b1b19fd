package io.embeddedgateway.limits;

import org.springframework.util.unit.DataSize;

/**
 * How large the body of a request may be.
 *
 * @param max the most bytes of a body, as they arrive; 0 or more
 */
public record BodyLimitPolicy(DataSize max) {

	public BodyLimitPolicy {
		if (max.isNegative()) {
			throw new IllegalArgumentException(
					"'max-request-body' is " + max + ". Write 0 or more, for example '10MB'");
		}
	}

	/**
	 * Create a policy.
	 * @param max the most bytes of a body, such as {@code 10MB}
	 * @return the policy
	 * @throws IllegalArgumentException if that is no size, or less than 0
	 */
	public static BodyLimitPolicy of(String max) {
		return new BodyLimitPolicy(DataSize.parse(max));
	}

}
