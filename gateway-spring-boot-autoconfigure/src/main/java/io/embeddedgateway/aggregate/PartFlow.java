package io.embeddedgateway.aggregate;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * When a part is called: once all values that it needs exist.
 *
 * @param after parts that have to be over before, beside those whose values it needs
 * @param when the condition on which it is called, or {@code null} for always
 * @param forEach the array for each element of which it is called, or {@code null} to
 * call it once; its result is then the array of the results, in the same order
 * @param maxConcurrent the most calls for elements under way at the same time, 1 to 1000
 * @param optional whether the answer does without it if it fails
 */
public record PartFlow(Set<String> after, @Nullable Condition when, @Nullable Reference forEach, int maxConcurrent,
		boolean optional) {

	public PartFlow {
		CallRules.checkConcurrent(maxConcurrent);
		after = Set.copyOf(after);
	}

}
