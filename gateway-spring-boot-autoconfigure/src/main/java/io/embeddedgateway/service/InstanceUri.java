package io.embeddedgateway.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads the address of an instance, and says what is wrong with one that can't be used.
 */
final class InstanceUri {

	private static final String EXAMPLE = "write for example http://localhost:8081";

	private static final int MAX_PORT = 65_535;

	private InstanceUri() {
	}

	static URI parse(String text) {
		try {
			return new URI(text.trim());
		}
		catch (URISyntaxException ex) {
			if (!text.contains("://")) {
				throw withoutScheme(text.trim());
			}
			// The exception is no cause of ours, because it quotes user info in full.
			throw refused(text.trim(), "is not a valid URI: " + ex.getReason().toLowerCase(Locale.ROOT));
		}
	}

	/**
	 * Check and normalise an address.
	 * @param uri the address
	 * @return scheme, host and port alone, with scheme and host in lower case
	 */
	static URI checked(@Nullable URI uri) {
		if (uri == null || uri.toString().isEmpty()) {
			throw new IllegalArgumentException("An instance has no uri; " + EXAMPLE);
		}
		String scheme = scheme(uri);
		String server = host(uri) + port(uri);
		checkNothingElse(uri);
		return URI.create(scheme + "://" + server);
	}

	static String id(URI checked) {
		if (checked.getPort() >= 0) {
			return checked.toString();
		}
		return checked + ("https".equals(checked.getScheme()) ? ":443" : ":80");
	}

	private static String scheme(URI uri) {
		String text = uri.toString();
		String scheme = uri.getScheme();
		if (scheme == null) {
			throw withoutScheme(text);
		}
		String lowerCase = scheme.toLowerCase(Locale.ROOT);
		if ("http".equals(lowerCase) || "https".equals(lowerCase)) {
			return lowerCase;
		}
		if (uri.isOpaque() && Character.isDigit(uri.getRawSchemeSpecificPart().charAt(0))) {
			throw withoutScheme(text);
		}
		throw refused(text, "has the scheme '" + scheme + "'; write http or https");
	}

	private static String host(URI uri) {
		String text = uri.toString();
		if (uri.getRawAuthority() == null) {
			throw refused(text, "has no host; " + EXAMPLE);
		}
		if (uri.getRawAuthority().indexOf('@') >= 0) {
			throw refused(text, "has user info; write the credentials as a header, in "
					+ "transform.request.set-headers on the route");
		}
		if (uri.getHost() == null) {
			throw refused(text, "has no valid host and port; write a host of letters, digits, '-' and '.', "
					+ "and a port of digits");
		}
		return uri.getHost().toLowerCase(Locale.ROOT);
	}

	private static String port(URI uri) {
		if (uri.getRawAuthority().endsWith(":")) {
			throw refused(uri.toString(), "has no port after the colon; write one from 1 to " + MAX_PORT);
		}
		int port = uri.getPort();
		if (port == 0 || port > MAX_PORT) {
			throw refused(uri.toString(), "has the port " + port + "; write one from 1 to " + MAX_PORT);
		}
		return (port < 0) ? "" : ":" + port;
	}

	private static void checkNothingElse(URI uri) {
		String path = uri.getRawPath();
		if (!path.isEmpty() && !"/".equals(path)) {
			throw refused(uri.toString(), "has a path; write it as transform.request.prefix on the route");
		}
		if (uri.getRawQuery() != null) {
			throw refused(uri.toString(), "has a query; write it as transform.request.set-query on the route");
		}
		if (uri.getRawFragment() != null) {
			throw refused(uri.toString(), "has a fragment, which is never sent; remove it");
		}
	}

	private static IllegalArgumentException withoutScheme(String text) {
		if (text.startsWith("/") && !text.startsWith("//")) {
			return refused(text, "has no host; " + EXAMPLE);
		}
		return refused(text, "has no scheme; write " + (text.startsWith("//") ? "http:" : "http://") + shown(text));
	}

	private static IllegalArgumentException refused(String text, String reason) {
		return new IllegalArgumentException("'" + shown(text) + "' " + reason);
	}

	// Without what may be secret: user info and query.
	private static String shown(String text) {
		int query = text.indexOf('?');
		String shown = (query < 0) ? text : text.substring(0, query + 1) + "...";
		int slashes = shown.indexOf("//");
		int start = (slashes < 0) ? 0 : slashes + 2;
		int at = shown.lastIndexOf('@');
		return (at < start) ? shown : shown.substring(0, start) + "..." + shown.substring(at);
	}

}
