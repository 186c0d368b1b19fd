package io.embeddedgateway.auth.jwt;

import org.jspecify.annotations.Nullable;

/**
 * How JSON Web Tokens are verified (RFC 7519, RFC 8725).
 *
 * @param issuerUri the issuer, where its metadata is found
 */
public record JwtPolicy(@Nullable String issuerUri) {

	/**
	 * A policy from its short form.
	 * @param text the issuer
	 * @return the policy
	 */
	public static JwtPolicy of(String text) {
		return new JwtPolicy(text);
	}

}
