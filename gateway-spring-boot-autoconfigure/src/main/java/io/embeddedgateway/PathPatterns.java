package io.embeddedgateway;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Reads the patterns of paths.
 */
final class PathPatterns {

	private PathPatterns() {
	}

	static PathPattern parse(String pattern) {
		if (!pattern.startsWith("/")) {
			throw new IllegalArgumentException("Path '" + pattern + "' has to start with a slash");
		}
		try {
			return PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			throw new IllegalArgumentException("Path '" + pattern + "' is not a valid pattern: " + ex.getMessage()
					+ ", at character " + ex.getPosition(), ex);
		}
	}

	static Set<String> variableNames(String pattern) {
		Set<String> names = new LinkedHashSet<>();
		int depth = 0;
		for (int i = 0; i < pattern.length(); i++) {
			char current = pattern.charAt(i);
			if (current == '{' && depth++ == 0) {
				int start = (pattern.charAt(i + 1) == '*') ? i + 2 : i + 1;
				int end = start;
				while (pattern.charAt(end) != ':' && pattern.charAt(end) != '}') {
					end++;
				}
				names.add(pattern.substring(start, end));
			}
			else if (current == '}') {
				depth--;
			}
		}
		if (pattern.endsWith("/**")) {
			names.add(Route.REST);
		}
		return names;
	}

}
