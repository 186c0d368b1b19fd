package io.embeddedgateway.routing;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Target;

/**
 * Where requests enter the gateway: after all filters of the application, before its
 * handlers. A request with a route is answered by the route, any other by the
 * application, guarded by a local route if there is one.
 */
public final class GatewayWebFilter implements WebFilter, Ordered {

	private final Steering<Void> steering;

	private final ApplicationContext context;

	/**
	 * Create the entry of the gateway.
	 * @param tables the routes
	 * @param connections says where requests come from
	 * @param context the application; a management server on a port of its own has
	 * another one, and no routes
	 */
	public GatewayWebFilter(RouteTables tables, ClientConnections connections, ApplicationContext context) {
		this.steering = new Steering<>(tables, connections, new Answers());
		this.context = context;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ApplicationContext server = exchange.getApplicationContext();
		return (server != null && server != this.context) ? chain.filter(exchange)
				: this.steering.lead(exchange, chain);
	}

	/**
	 * Answers requests.
	 */
	private static final class Answers implements Steering.Ends<Void> {

		@Override
		public Mono<Void> ambiguous(String rawPath, String problem, ServerWebExchange exchange) {
			return ResponseWriter.write(ProblemResponses.ambiguous(rawPath, problem), exchange.getResponse());
		}

		@Override
		public Mono<Void> refused(GatewayException refusal, Arrival arrival) {
			return ResponseWriter.write(
					ProblemResponses.response(arrival.request().rawPath(), refusal.status(), refusal.detail()),
					arrival.exchange().getResponse());
		}

		@Override
		public Mono<Void> route(RouteMatch match, Arrival arrival) {
			nameObservation(arrival.exchange(), match);
			GatewayRequest request = WebSocketHandshake.open(arrival.request(), arrival.exchange().getRequest(),
					arrival.netty());
			GatewayExchange exchange = arrival.on(match, request);
			if (match.entry().route().target() instanceof Target.Answer) {
				// Its parts may lead to the application
				exchange.attribute(LocalTarget.CALL, new LocalTarget.Call(arrival.exchange(), arrival.chain()));
			}
			return new RouteRun(match.entry().compiled().chain(), exchange, arrival.exchange(), false);
		}

		@Override
		public Mono<Void> guarded(RouteMatch match, Arrival arrival) {
			nameObservation(arrival.exchange(), match);
			GatewayExchange exchange = arrival.on(match, arrival.request());
			exchange.attribute(LocalTarget.CALL, new LocalTarget.Call(arrival.exchange(), arrival.chain()));
			return new RouteRun(match.entry().compiled().chain(), exchange, arrival.exchange(), true);
		}

		// As handlers do: the request is known by the pattern of its path, in metrics and
		// traces
		private static void nameObservation(ServerWebExchange exchange, RouteMatch match) {
			Object observation = exchange.getAttributes()
				.get(ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE);
			if (observation instanceof ServerRequestObservationContext context) {
				context.setPathPattern(match.entry().pattern().getPatternString());
			}
		}

		@Override
		public Mono<Void> application(Arrival arrival) {
			return arrival.chain().filter(arrival.exchange());
		}

		@Override
		public Mono<Void> withoutRoute(Mono<Void> local, Arrival arrival) {
			return MethodNotAllowed.unlessAnswered(local, arrival);
		}

	}

}
