package io.embeddedgateway.upstream;

import org.jspecify.annotations.Nullable;

/**
 * How instances with {@code https} are recognised, and how they recognise the gateway.
 *
 * @param bundle the name of the SSL bundle with what to trust, and with the certificate
 * of the gateway if it has one; {@code null} for what the JVM trusts
 * @param insecure whether any certificate will do, for any host
 */
public record TlsPolicy(@Nullable String bundle, boolean insecure) {

	/**
	 * What the JVM trusts, and no certificate of the gateway.
	 */
	public static final TlsPolicy DEFAULT = new TlsPolicy(null, false);

}
