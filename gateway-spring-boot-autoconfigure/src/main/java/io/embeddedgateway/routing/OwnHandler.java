package io.embeddedgateway.routing;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * A handler of the application itself, as the routes see it.
 *
 * @param pattern the pattern of its path
 * @param condition whether it answers a request whose path matches, or {@code null} if
 * only a {@link LateAnswer} can tell
 * @param description what it is, for messages
 */
record OwnHandler(PathPattern pattern, @Nullable Predicate<ServerWebExchange> condition, String description) {

	/**
	 * Whether this handler goes before a route where both match: explicit order first,
	 * then specificity; where equally specific, the handler does.
	 */
	static boolean goesBefore(PathPattern own, RouteEntry entry) {
		int order = entry.route().order();
		return (order != 0) ? order > 0 : PathPattern.SPECIFICITY_COMPARATOR.compare(own, entry.pattern()) <= 0;
	}

	/**
	 * Finds out whether one of several handlers answers rather than a route, where that
	 * can't be said at once.
	 */
	@FunctionalInterface
	interface LateAnswer {

		Mono<Boolean> goesBefore(ServerWebExchange exchange, PathContainer path, RouteEntry entry);

	}

}
