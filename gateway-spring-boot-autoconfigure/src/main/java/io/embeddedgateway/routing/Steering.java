package io.embeddedgateway.routing;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayException;

/**
 * Finds out who answers a request: a route, the application itself, guarded by a local
 * route or not, or nobody. What is answered and what is explained is found in the same
 * way.
 *
 * @param <T> what comes of it
 */
final class Steering<T> {

	private final RouteTables tables;

	private final ClientConnections connections;

	private final Ends<T> ends;

	Steering(RouteTables tables, ClientConnections connections, Ends<T> ends) {
		this.tables = tables;
		this.connections = connections;
		this.ends = ends;
	}

	/**
	 * Lead a request to its end.
	 * @param exchange the request
	 * @param chain the rest of the application
	 * @return what comes of it
	 */
	Mono<T> lead(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest http = exchange.getRequest();
		HttpServerRequest netty = ClientConnections.nettyRequest(http);
		ClientConnection client = this.connections.of(http, netty);
		Arrival arrival = new Arrival(exchange, netty, chain, this.tables.current(),
				GatewayRequests.from(http, client, netty), client, http.getPath().pathWithinApplication());
		String ambiguity = AmbiguousRequest.problem(http, netty);
		if (ambiguity != null) {
			return this.ends.ambiguous(ambiguity, arrival);
		}
		try {
			return route(arrival);
		}
		catch (GatewayException ex) {
			// A condition could not be checked: the request is refused, not passed on
			return this.ends.refused(ex, arrival);
		}
	}

	private Mono<T> route(Arrival arrival) {
		RouteMatch match = arrival.table().find(arrival.request(), arrival.client(), arrival.path());
		if (match == null) {
			return this.ends.withoutRoute(guard(arrival), arrival);
		}
		OwnHandlers own = this.tables.ownHandlers();
		Boolean goesBefore = own.goBefore(arrival.exchange(), arrival.path(), match.entry());
		if (goesBefore == null) {
			return own.goBeforeAfterAll(arrival.exchange(), arrival.path(), match.entry())
				.flatMap((before) -> decided(before, match, arrival));
		}
		return goesBefore ? local(arrival) : elsewhere(match, arrival);
	}

	private Mono<T> decided(boolean ownGoesBefore, RouteMatch match, Arrival arrival) {
		try {
			return ownGoesBefore ? local(arrival) : elsewhere(match, arrival);
		}
		catch (GatewayException ex) {
			return this.ends.refused(ex, arrival);
		}
	}

	private Mono<T> elsewhere(RouteMatch match, Arrival arrival) {
		if (OtherReading.isGuarded(arrival, match)) {
			return this.ends.ambiguous("The path can be read in another way.", arrival);
		}
		return this.ends.route(match, arrival);
	}

	private Mono<T> local(Arrival arrival) {
		RouteMatch guard = guard(arrival);
		return (guard != null) ? this.ends.guarded(guard, arrival) : this.ends.application(arrival);
	}

	private static @Nullable RouteMatch guard(Arrival arrival) {
		return arrival.table().findLocal(arrival.request(), arrival.client(), arrival.path());
	}

	/**
	 * Where requests may end.
	 *
	 * @param <T> what comes of it
	 */
	interface Ends<T> {

		/**
		 * The request can be read in two ways.
		 * @param problem a sentence for the client
		 * @param arrival the request
		 * @return what comes of it
		 */
		Mono<T> ambiguous(String problem, Arrival arrival);

		/**
		 * A condition of a route could not be checked.
		 * @param refusal why
		 * @param arrival the request
		 * @return what comes of it
		 */
		Mono<T> refused(GatewayException refusal, Arrival arrival);

		/**
		 * A route answers that leads elsewhere.
		 * @param match the route
		 * @param arrival the request
		 * @return what comes of it
		 */
		Mono<T> route(RouteMatch match, Arrival arrival);

		/**
		 * The application answers, guarded by a route.
		 * @param match the route
		 * @param arrival the request
		 * @return what comes of it
		 */
		Mono<T> guarded(RouteMatch match, Arrival arrival);

		/**
		 * The application answers alone.
		 * @param arrival the request
		 * @return what comes of it
		 */
		Mono<T> application(Arrival arrival);

		/**
		 * No route leads the request elsewhere.
		 * @param guard the route that guards the application, or {@code null} if none
		 * does
		 * @param arrival the request
		 * @return what comes of it
		 */
		Mono<T> withoutRoute(@Nullable RouteMatch guard, Arrival arrival);

	}

}
