package io.embeddedgateway.auth;

import java.net.URI;

/**
 * URIs of servers that the gateway asks about callers.
 */
public final class ServerUris {

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
		String problem = "'" + property + "' is '" + text + "'. Write a whole URI, such as '" + example + "'";
		URI uri;
		try {
			uri = URI.create(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(problem, ex);
		}
		boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
		if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
			throw new IllegalArgumentException(problem);
		}
	}

}
