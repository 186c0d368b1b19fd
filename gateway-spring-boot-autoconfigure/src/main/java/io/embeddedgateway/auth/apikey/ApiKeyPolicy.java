package io.embeddedgateway.auth.apikey;

import org.jspecify.annotations.Nullable;

/**
 * Which keys of applications are known.
 *
 * @param header the header that carries the key
 */
public record ApiKeyPolicy(@Nullable String header) {

	/**
	 * A policy from its short form.
	 * @param text the name of the header
	 * @return the policy
	 */
	public static ApiKeyPolicy of(String text) {
		return new ApiKeyPolicy(text);
	}

}
