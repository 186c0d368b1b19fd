package io.embeddedgateway.routing;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.InterimResponses;
import io.embeddedgateway.Target;

/**
 * Where requests enter the gateway: after all filters of the application, before its
 * handlers. A request with a route is answered by the route, any other by the
 * application, guarded by a local route if there is one.
 */
public final class GatewayWebFilter implements WebFilter, Ordered {

	private final RouteTables tables;

	private final ClientConnections connections;

	private final ApplicationContext context;

	/**
	 * Create the entry of the gateway.
	 * @param tables the routes
	 * @param connections says where requests come from
	 * @param context the application; a management server on a port of its own has
	 * another one, and no routes
	 */
	public GatewayWebFilter(RouteTables tables, ClientConnections connections, ApplicationContext context) {
		this.tables = tables;
		this.connections = connections;
		this.context = context;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ApplicationContext server = exchange.getApplicationContext();
		if (server != null && server != this.context) {
			return chain.filter(exchange);
		}
		ServerHttpRequest http = exchange.getRequest();
		HttpServerRequest netty = ClientConnections.nettyRequest(http);
		String ambiguity = AmbiguousRequest.problem(http, netty);
		if (ambiguity != null) {
			return write(ProblemResponses.ambiguous(http.getURI().getRawPath(), ambiguity), exchange);
		}
		ClientConnection client = this.connections.of(http, netty);
		Arrival arrival = new Arrival(exchange, netty, chain, this.tables.current(),
				GatewayRequests.from(http, client, netty), client, http.getPath().pathWithinApplication());
		try {
			return route(arrival);
		}
		catch (GatewayException ex) {
			// A condition could not be checked: the request is refused, not passed on
			return write(ProblemResponses.response(arrival.request().rawPath(), ex.status(), ex.detail()), exchange);
		}
	}

	private Mono<Void> route(Arrival arrival) {
		RouteMatch match = arrival.table().find(arrival.request(), arrival.client(), arrival.path());
		if (match == null) {
			return MethodNotAllowed.unlessAnswered(local(arrival), arrival);
		}
		OwnHandlers own = this.tables.ownHandlers();
		Boolean goesBefore = own.goBefore(arrival.exchange(), arrival.path(), match.entry());
		if (goesBefore == null) {
			return own.goBeforeAfterAll(arrival.exchange(), arrival.path(), match.entry())
				.flatMap((before) -> before ? local(arrival) : lead(match, arrival));
		}
		return goesBefore ? local(arrival) : lead(match, arrival);
	}

	private Mono<Void> lead(RouteMatch match, Arrival arrival) {
		if (OtherReading.isGuarded(arrival, match)) {
			return write(
					ProblemResponses.ambiguous(arrival.request().rawPath(), "The path can be read in another way."),
					arrival.exchange());
		}
		return run(match, arrival, null);
	}

	private Mono<Void> local(Arrival arrival) {
		RouteMatch match = arrival.table().findLocal(arrival.request(), arrival.client(), arrival.path());
		return (match != null) ? run(match, arrival, new LocalTarget.Call(arrival.exchange(), arrival.chain()))
				: arrival.chain().filter(arrival.exchange());
	}

	private Mono<Void> run(RouteMatch match, Arrival arrival, LocalTarget.@Nullable Call call) {
		GatewayRequest request = (call != null) ? arrival.request()
				: WebSocketHandshake.open(arrival.request(), arrival.exchange().getRequest(), arrival.netty());
		GatewayExchange exchange = match.exchange(request, arrival.client(), interim(arrival));
		if (call != null) {
			exchange.attribute(LocalTarget.CALL, call);
		}
		else if (match.entry().route().target() instanceof Target.Answer) {
			// Its parts may lead to the application
			exchange.attribute(LocalTarget.CALL, new LocalTarget.Call(arrival.exchange(), arrival.chain()));
		}
		return new RouteRun(match.entry().compiled().chain(), exchange, arrival.exchange(), call != null);
	}

	private static InterimResponses interim(Arrival arrival) {
		return (arrival.netty() != null) ? new ServerInterimResponses(arrival.netty(), arrival.exchange().getResponse())
				: InterimResponses.NONE;
	}

	private static Mono<Void> write(GatewayResponse response, ServerWebExchange exchange) {
		return ResponseWriter.write(response, exchange.getResponse());
	}

	/**
	 * A request as it arrived, with the routes it keeps until it is answered.
	 */
	record Arrival(ServerWebExchange exchange, @Nullable HttpServerRequest netty, WebFilterChain chain,
			RouteTable table, GatewayRequest request, ClientConnection client, PathContainer path) {
	}

}
