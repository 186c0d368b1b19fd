package io.embeddedgateway.routing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.InterimResponses;

/**
 * The route that was found for a request.
 */
final class RouteMatch {

	private final RouteEntry entry;

	private final PathMatchInfo info;

	RouteMatch(RouteEntry entry, PathMatchInfo info) {
		this.entry = entry;
		this.info = info;
	}

	RouteEntry entry() {
		return this.entry;
	}

	GatewayExchange exchange(GatewayRequest request, ClientConnection client, InterimResponses interim) {
		Map<String, String> values = this.info.getUriVariables();
		String rawPath = request.rawPath();
		return GatewayExchange
			.of(this.entry.route(), request, client, withoutLeadingSlash(values),
					() -> this.entry.rawVariables(rawPath, values))
			.withInterimResponses(interim);
	}

	// The value of a pattern such as '{*rest}' starts with a slash, which is not part of
	// what the name stands for
	private static Map<String, String> withoutLeadingSlash(Map<String, String> values) {
		for (String value : values.values()) {
			if (value.startsWith("/")) {
				Map<String, String> stripped = new LinkedHashMap<>(values);
				stripped.replaceAll((name, text) -> text.startsWith("/") ? text.substring(1) : text);
				return stripped;
			}
		}
		return values;
	}

}
