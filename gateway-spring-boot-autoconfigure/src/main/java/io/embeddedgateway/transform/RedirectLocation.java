package io.embeddedgateway.transform;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Route;
import io.embeddedgateway.Template;
import io.embeddedgateway.Template.Place;

/**
 * The {@code Location} of a redirect, compiled: values of the request never choose scheme
 * or host.
 *
 * @param origin scheme and host, or empty for those of the request
 * @param path the template of the path
 * @param query the template of the query, or {@code null} to keep that of the request
 */
record RedirectLocation(String origin, Template path, @Nullable Template query) {

	static RedirectLocation of(Template to) {
		String text = to.toString();
		int pathStart = isAbsolute(text) ? endOfOrigin(text) : 0;
		int queryStart = indexOf(text, '?', pathStart);
		String origin = text.substring(0, pathStart);
		checkOrigin(origin, text);
		String path = text.substring(pathStart, (queryStart < 0) ? text.length() : queryStart);
		Template pathTemplate = Template.of((path.isEmpty() && !origin.isEmpty()) ? "/" : path);
		if (!path.isEmpty() || origin.isEmpty()) {
			checkPath(pathTemplate, origin, text);
		}
		if (queryStart < 0) {
			return new RedirectLocation(origin, pathTemplate, null);
		}
		Template query = Template.of(text.substring(queryStart + 1));
		if (!LiteralText.isUriText(LiteralText.of(query), "?")) {
			throw new IllegalArgumentException("'to' is '" + text
					+ "', which has characters that a query can't hold. Write them percent-encoded, like '%20'");
		}
		return new RedirectLocation(origin, pathTemplate, query);
	}

	private static boolean isAbsolute(String text) {
		String lowerCase = text.toLowerCase(Locale.ROOT);
		return lowerCase.startsWith("http://") || lowerCase.startsWith("https://");
	}

	private static int endOfOrigin(String text) {
		int index = text.indexOf("://") + 3;
		while (index < text.length() && "/?#".indexOf(text.charAt(index)) < 0) {
			if (text.charAt(index) == '{') {
				throw new IllegalArgumentException("'to' is '" + text
						+ "', where the request would choose the host. Write the host literally, and a slash behind it");
			}
			index++;
		}
		return index;
	}

	private static void checkOrigin(String origin, String text) {
		try {
			URI uri = new URI(origin.isEmpty() ? "http://localhost" : origin);
			if (uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= 65535) {
				return;
			}
		}
		catch (URISyntaxException ex) {
			// Told below, together with what URI lets through
		}
		throw new IllegalArgumentException(
				"'to' is '" + text + "', which has no valid host. Write it like 'https://example.com/new'");
	}

	private static void checkPath(Template path, String origin, String text) {
		String literal = LiteralText.of(path);
		if (!literal.startsWith("/") || (origin.isEmpty() && literal.startsWith("//"))) {
			throw new IllegalArgumentException("'to' is '" + text
					+ "'. Write a path that starts with one slash, or a URL that starts with 'https://'");
		}
		PathRules.checkLiteral("to", literal, text);
	}

	private static int indexOf(String text, char wanted, int start) {
		boolean placeholder = false;
		for (int i = start; i < text.length(); i++) {
			char current = text.charAt(i);
			placeholder = (current == '{') || (placeholder && current != '}');
			if (current == wanted && !placeholder) {
				return i;
			}
		}
		return -1;
	}

	void check(Route route) {
		this.path.check(route);
		if (this.query != null) {
			this.query.check(route);
		}
	}

	/**
	 * Put the location together.
	 * @param exchange the exchange to take the values from
	 * @return the location
	 * @throws BadRequestException if the request lacks a value, or has one that can't
	 * stand here
	 */
	String expand(GatewayExchange exchange) {
		String path = this.path.expand(exchange, Place.PATH);
		String query = (this.query != null) ? this.query.expand(exchange, Place.QUERY) : exchange.request().rawQuery();
		if (path == null || (query == null && this.query != null)) {
			throw new BadRequestException("The request lacks a value that the redirect is made of.");
		}
		String location = this.origin + PathRules.checkResult(path) + ((query != null) ? "?" + query : "");
		if (location.startsWith("//") || !isPrintable(location)) {
			throw new BadRequestException("The request has a value that can't stand in a redirect.");
		}
		return location;
	}

	private static boolean isPrintable(String location) {
		return location.chars().allMatch((character) -> character > ' ' && character < 0x7f && character != '\\');
	}

}
