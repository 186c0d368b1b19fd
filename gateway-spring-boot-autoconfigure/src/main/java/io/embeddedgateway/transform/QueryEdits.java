package io.embeddedgateway.transform;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Template;
import io.embeddedgateway.Template.Place;

/**
 * The changes to the query, compiled: parameters are removed by their decoded names, then
 * others are put at its end. Those that stay are kept byte for byte.
 */
final class QueryEdits {

	private final Set<String> removed;

	private final Map<String, Template> set = new LinkedHashMap<>();

	private QueryEdits(RequestTransform transform) {
		this.removed = new HashSet<>(transform.removeQuery());
		transform.setQuery().forEach((name, value) -> {
			this.removed.add(name);
			this.set.put(UriUtils.encode(name, StandardCharsets.UTF_8), value);
		});
	}

	static @Nullable QueryEdits of(RequestTransform transform) {
		boolean nothing = transform.setQuery().isEmpty() && transform.removeQuery().isEmpty();
		return nothing ? null : new QueryEdits(transform);
	}

	/**
	 * Change the query.
	 * @param exchange the exchange to take it and the values from
	 * @return the query, or {@code null} if nothing is left of it
	 * @throws BadRequestException if the name of a parameter is not properly encoded
	 */
	@Nullable String apply(GatewayExchange exchange) {
		StringBuilder result = keep(exchange.request().rawQuery());
		for (Map.Entry<String, Template> parameter : this.set.entrySet()) {
			String value = parameter.getValue().expand(exchange, Place.QUERY);
			if (value != null) {
				result = append(result, parameter.getKey()).append('=').append(value);
			}
		}
		return (result != null) ? result.toString() : null;
	}

	private @Nullable StringBuilder keep(@Nullable String query) {
		StringBuilder result = null;
		int start = 0;
		while (query != null && start <= query.length()) {
			int separator = query.indexOf('&', start);
			int end = (separator < 0) ? query.length() : separator;
			String parameter = query.substring(start, end);
			if (!this.removed.contains(name(parameter))) {
				result = (result != null) ? result.append('&').append(parameter) : new StringBuilder(parameter);
			}
			start = end + 1;
		}
		return result;
	}

	private static StringBuilder append(@Nullable StringBuilder query, String text) {
		if (query == null || query.isEmpty()) {
			return new StringBuilder(text);
		}
		return query.append('&').append(text);
	}

	private static String name(String parameter) {
		int equals = parameter.indexOf('=');
		String name = (equals < 0) ? parameter : parameter.substring(0, equals);
		if (name.indexOf('%') < 0 && name.indexOf('+') < 0) {
			return name;
		}
		try {
			return URLDecoder.decode(name, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new BadRequestException("The query is not properly encoded.");
		}
	}

}
