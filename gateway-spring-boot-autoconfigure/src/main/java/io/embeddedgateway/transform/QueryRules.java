package io.embeddedgateway.transform;

import java.util.List;
import java.util.Map;

import io.embeddedgateway.Template;

/**
 * Which query parameters may be set and removed.
 */
final class QueryRules {

	private QueryRules() {
	}

	static void check(Map<String, Template> set, List<String> removed) {
		set.forEach(QueryRules::check);
		set.keySet().forEach((name) -> checkName("set-query", name));
		removed.forEach((name) -> checkName("remove-query", name));
	}

	private static void check(String name, Template value) {
		String literal = LiteralText.of(value);
		if (literal.indexOf('&') >= 0) {
			throw new IllegalArgumentException("'set-query' has the value '" + value + "' for '" + name
					+ "', which would be two parameters. Write each under its own name, or '%26' for '&'");
		}
		if (!LiteralText.isUriText(literal, "?")) {
			throw new IllegalArgumentException("'set-query' has the value '" + value + "' for '" + name
					+ "', which has characters that a query can't hold. Write them percent-encoded, like '%20'");
		}
	}

	private static void checkName(String key, String name) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("'" + key + "' has a parameter without a name. Write its name");
		}
	}

}
