package io.embeddedgateway;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The selectors that the library brings.
 */
final class Selectors {

	private Selectors() {
	}

	static @Nullable Selector plain(String source) {
		return switch (source) {
			case "principal" -> Selectors::principal;
			case "client-ip" -> (exchange) -> exchange.client().addressText();
			default -> null;
		};
	}

	static @Nullable Selector named(String source, String name) {
		return switch (source) {
			case "header" -> (exchange) -> exchange.request().headers().getFirst(name);
			case "query" -> (exchange) -> first(exchange.request().queryValues(name));
			case "cookie" -> (exchange) -> first(exchange.request().cookieValues(name));
			case "claim" -> (exchange) -> claim(exchange, name);
			case "path" -> (exchange) -> exchange.pathVariables().get(name);
			default -> null;
		};
	}

	private static @Nullable String principal(GatewayExchange exchange) {
		Caller caller = exchange.caller();
		return (caller != null) ? caller.name() : null;
	}

	private static @Nullable String claim(GatewayExchange exchange, String name) {
		Caller caller = exchange.caller();
		Object claim = (caller != null) ? caller.claim(name) : null;
		if (claim instanceof Collection<?> values) {
			return values.stream().map(Objects::toString).collect(Collectors.joining(","));
		}
		return (claim != null) ? claim.toString() : null;
	}

	private static @Nullable String first(List<String> values) {
		return values.isEmpty() ? null : values.get(0);
	}

}
