package io.embeddedgateway.aggregate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of the answer to a part.
 *
 * @param type what its body is
 * @param fallback the value of an optional part that has failed, as it stands in the
 * answer, or {@code null} for no value
 * @param shaping what of the value is taken
 * @param as the name of its field in the answer
 * @param flatten whether the fields of the value are put into the root of the answer
 * @param order of several parts that are flattened, the one with the lower number counts
 * as earlier
 * @param hidden whether it is called for others alone, and is no field of the answer
 * @param stream whether the value is passed on as it comes, without being held in memory
 */
public record PartResult(BodyType type, @Nullable JsonNode fallback, Shaping shaping, String as, boolean flatten,
		int order, boolean hidden, boolean stream) {
}
