package io.embeddedgateway.auth.mtls;

import org.jspecify.annotations.Nullable;

/**
 * How the certificate of a connection names the client.
 *
 * @param principal what names it
 */
public record MtlsPolicy(@Nullable String principal) {

	/**
	 * A policy from its short form.
	 * @param text what names the client
	 * @return the policy
	 */
	public static MtlsPolicy of(String text) {
		return new MtlsPolicy(text);
	}

}
