package io.embeddedgateway.routing;

import java.util.function.Predicate;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * A handler of the application itself, as the routes see it.
 *
 * @param pattern the pattern of its path
 * @param functional whether it is a functional endpoint, which only its own function can
 * decide about
 * @param condition whether it answers a request whose path matches
 * @param description what it is, for messages
 */
record OwnHandler(PathPattern pattern, boolean functional, Predicate<ServerWebExchange> condition, String description) {

	// Whether this handler goes before a route where both match: explicit order first,
	// then specificity; where equally specific, the handler does
	static boolean goesBefore(PathPattern own, RouteEntry entry) {
		int order = entry.route().order();
		return (order != 0) ? order > 0 : PathPattern.SPECIFICITY_COMPARATOR.compare(own, entry.pattern()) <= 0;
	}

}
