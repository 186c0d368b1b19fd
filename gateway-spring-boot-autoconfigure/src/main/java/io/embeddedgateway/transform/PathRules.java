package io.embeddedgateway.transform;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.Template;

/**
 * What a path may look like: one that can be read in only one way.
 */
final class PathRules {

	private PathRules() {
	}

	static void check(@Nullable Template path, int stripPrefix, @Nullable String prefix) {
		if (stripPrefix < 0) {
			throw new IllegalArgumentException("'strip-prefix' is " + stripPrefix
					+ ". Write how many segments to remove from the start of the path, 0 or more");
		}
		if (path != null && (stripPrefix > 0 || prefix != null)) {
			throw new IllegalArgumentException("'path' and '" + ((prefix != null) ? "prefix" : "strip-prefix")
					+ "' are both set, but 'path' replaces the whole path. Remove one");
		}
		if (path != null) {
			checkLiteral("path", LiteralText.of(path), path.toString());
		}
		if (prefix != null) {
			checkLiteral("prefix", prefix, prefix);
			if (prefix.endsWith("/")) {
				throw new IllegalArgumentException(
						"'prefix' is '" + prefix + "'. Write it without a slash at its end, like '/v1'");
			}
		}
	}

	/**
	 * Check what the author of a route wrote.
	 * @param key what to call it in messages
	 * @param literal the path with a stand-in for each value
	 * @param text the path as it was written
	 */
	static void checkLiteral(String key, String literal, String text) {
		if (!literal.startsWith("/")) {
			throw new IllegalArgumentException(
					"'" + key + "' is '" + text + "', which does not start with a slash. Write it like '/v1/orders'");
		}
		if (literal.indexOf('?') >= 0) {
			throw new IllegalArgumentException(
					"'" + key + "' is '" + text + "', which has a query. Write the parameters under 'set-query'");
		}
		String encoded = literal.toLowerCase(Locale.ROOT);
		boolean ambiguous = encoded.contains("%2e") || encoded.contains("%2f") || encoded.contains("%5c")
				|| encoded.indexOf('\\') >= 0 || encoded.indexOf(';') >= 0;
		if (ambiguous || (LiteralText.isUriText(literal, "") && !isUnambiguous(literal))) {
			throw new IllegalArgumentException("'" + key + "' is '" + text + "', which can be read in two ways. "
					+ "Write it without '.' and '..' segments, '%2e', '%2f', '\\' and ';'");
		}
		if (!LiteralText.isUriText(literal, "")) {
			throw new IllegalArgumentException("'" + key + "' is '" + text
					+ "', which has characters that a path can't hold. Write them percent-encoded, like '%20'");
		}
	}

	/**
	 * Check a path that was put together from values of the request.
	 * @param path the path
	 * @return the path
	 * @throws BadRequestException if it can be read in two ways
	 */
	static String checkResult(String path) {
		if (!path.startsWith("/") || !isUnambiguous(path)) {
			throw new BadRequestException("The request has a value that can't stand in a path.");
		}
		return path;
	}

	private static boolean isUnambiguous(String path) {
		int dots = 0;
		boolean other = false;
		boolean parameters = false;
		for (int i = 0; i < path.length(); i++) {
			int current = path.charAt(i);
			if (current == '/') {
				if (isDotSegment(dots, other)) {
					return false;
				}
				dots = 0;
				other = false;
				parameters = false;
				continue;
			}
			if (current == '%') {
				current = LiteralText.decoded(path, i);
				i += 2;
				if (current == '/') {
					return false;
				}
			}
			else if (" ?#".indexOf(current) >= 0 || current > 0x7e) {
				return false;
			}
			if (current < ' ' || current == 0x7f || current == '\\') {
				return false;
			}
			parameters |= current == ';';
			dots += (current == '.' && !parameters) ? 1 : 0;
			other |= current != '.' && !parameters;
		}
		return !isDotSegment(dots, other);
	}

	private static boolean isDotSegment(int dots, boolean other) {
		return !other && (dots == 1 || dots == 2);
	}

}
