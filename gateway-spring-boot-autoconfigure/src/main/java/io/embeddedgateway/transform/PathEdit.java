package io.embeddedgateway.transform;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Template;
import io.embeddedgateway.Template.Place;

/**
 * Makes the path that the target sees.
 */
@FunctionalInterface
interface PathEdit {

	/**
	 * Make the path.
	 * @param exchange the exchange to take it and the values from
	 * @return the path, percent-encoded, starting with a slash
	 * @throws BadRequestException if the request lacks a value, or has one that can't
	 * stand in a path
	 */
	String apply(GatewayExchange exchange);

	static @Nullable PathEdit of(RequestTransform transform) {
		Template template = transform.path();
		if (template != null) {
			return (exchange) -> expand(template, exchange);
		}
		int segments = transform.stripPrefix();
		String prefix = (transform.prefix() != null) ? transform.prefix() : "";
		if (segments == 0 && prefix.isEmpty()) {
			return null;
		}
		return (exchange) -> {
			String path = prefix + strip(exchange.request().rawPath(), segments);
			return path.isEmpty() ? "/" : path;
		};
	}

	private static String expand(Template template, GatewayExchange exchange) {
		String path = template.expand(exchange, Place.PATH);
		if (path == null) {
			throw new BadRequestException("The request lacks a value that its path is made of.");
		}
		return PathRules.checkResult(path);
	}

	private static String strip(String path, int segments) {
		int start = 0;
		for (int i = 0; i < segments && start < path.length(); i++) {
			int slash = path.indexOf('/', start + 1);
			start = (slash < 0) ? path.length() : slash;
		}
		return path.substring(start);
	}

}
