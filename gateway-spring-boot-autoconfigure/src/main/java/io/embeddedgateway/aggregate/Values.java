package io.embeddedgateway.aggregate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values that exist when a part is called, or an answer is made.
 */
@FunctionalInterface
interface Values {

	/**
	 * What a reference refers to.
	 * @param reference the reference
	 * @return the value, an array if it refers to many, or {@code null} if there is none
	 */
	@Nullable JsonNode of(Reference reference);

}
