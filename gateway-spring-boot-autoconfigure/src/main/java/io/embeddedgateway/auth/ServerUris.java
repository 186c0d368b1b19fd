package io.embeddedgateway.auth;

import java.net.URI;

import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.masking.SecretNames;

/**
 * URIs of servers that the gateway asks about callers.
 */
public final class ServerUris {

	private static final MaskedUris SHOWN = new MaskedUris(SecretNames.COMMON);

	private ServerUris() {
	}

	/**
	 * Check that a text is the URI of a server.
	 * @param property the property that has it
	 * @param text the text
	 * @param example what it could be
	 * @throws IllegalArgumentException if it is no whole URI with {@code http} or
	 * {@code https}, or if it has a user or a fragment
	 */
	public static void check(String property, String text, String example) {
		String problem = "'" + property + "' is '" + SHOWN.uri(text) + "'. Write a whole URI, such as '" + example
				+ "'";
		URI uri;
		try {
			uri = URI.create(text);
		}
		catch (IllegalArgumentException ex) {
			// The exception is no cause of ours, because it quotes secrets in full
			throw new IllegalArgumentException(problem);
		}
		boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
		if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
			throw new IllegalArgumentException(problem);
		}
	}

}
