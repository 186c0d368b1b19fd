package io.embeddedgateway.cors;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks origins as they are written in a policy: browsers send nothing else (RFC 6454
 * §6.2), and what is written otherwise would never match.
 */
final class Origins {

	private static final String ANY = "*";

	private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://.*");

	private static final Pattern ORIGIN = Pattern
		.compile("[^/]+//([^/?#@\\[\\]\\s:]+|\\[[0-9a-fA-F:]+])(:[0-9]{1,5})?");

	private static final Pattern PATTERN = Pattern
		.compile("[^/]+//([^/?#@\\[\\]\\s:]+|\\[[0-9a-fA-F:]+])(:([0-9]{1,5}|\\[(\\*|[0-9,]+)]))?");

	private static final Pattern ANY_HOST = Pattern.compile("[^/]+//\\**(:.*)?");

	// '*example.com' is any domain that ends so, whoever owns it
	private static final Pattern PART_OF_DOMAIN = Pattern.compile("[^/]+//\\*[^.*:]+\\.[^.*:]+(:.*)?");

	private static final Pattern USUAL_PORT = Pattern.compile("(?i)(https://.*:443|http://.*:80)");

	private Origins() {
	}

	static void check(String origin) {
		if (origin.equals(ANY)) {
			return;
		}
		if (origin.contains(ANY)) {
			throw new IllegalArgumentException("'origins' has '" + origin + "'. Write it as 'origin-patterns: " + origin
					+ "', or '*' alone for any origin");
		}
		check("origins", origin, ORIGIN);
	}

	static void checkPattern(String pattern) {
		if (!pattern.equals(ANY)) {
			check("origin-patterns", pattern, PATTERN);
			if (PART_OF_DOMAIN.matcher(pattern).matches()) {
				throw new IllegalArgumentException("'origin-patterns' has '" + pattern
						+ "', which other domains match that end so. Write '" + pattern.replace("*", "*.") + "'");
			}
		}
	}

	private static void check(String key, String origin, Pattern form) {
		String remedy = "Write for example 'https://" + (form.equals(PATTERN) ? "*" : "app") + ".example.com'";
		if (!SCHEME.matcher(origin).matches()) {
			throw new IllegalArgumentException("'" + key + "' has '" + origin + "' without a scheme. " + remedy);
		}
		if (!form.matcher(origin).matches()) {
			throw new IllegalArgumentException("'" + key + "' has '" + origin
					+ "', which is more, or less, than scheme, host and port. " + remedy + ", without a path");
		}
		if (USUAL_PORT.matcher(origin).matches()) {
			throw new IllegalArgumentException("'" + key + "' has '" + origin
					+ "'. Write it without the port, as browsers do where it is that of the scheme");
		}
	}

	static boolean includeAny(List<String> origins, List<String> patterns) {
		return origins.contains(ANY)
				|| patterns.stream().anyMatch((pattern) -> pattern.equals(ANY) || ANY_HOST.matcher(pattern).matches());
	}

}
