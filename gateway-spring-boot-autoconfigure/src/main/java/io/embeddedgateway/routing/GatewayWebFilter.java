package io.embeddedgateway.routing;

import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Target;
import io.embeddedgateway.UnroutedListener;
import io.embeddedgateway.UnroutedRequest.Reason;

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
	 * @param unrouted who wants to be told of requests that no route took
	 */
	public GatewayWebFilter(RouteTables tables, ClientConnections connections, ApplicationContext context,
			Collection<? extends UnroutedListener> unrouted) {
		this.steering = new Steering<>(tables, connections, new Answers(new Unrouted(unrouted)));
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

		private final Unrouted unrouted;

		Answers(Unrouted unrouted) {
			this.unrouted = unrouted;
		}

		@Override
		public Mono<Void> ambiguous(String problem, Arrival arrival) {
			return this.unrouted.answer(Reason.AMBIGUOUS,
					ProblemResponses.ambiguous(arrival.request().rawPath(), problem), arrival, System.nanoTime());
		}

		@Override
		public Mono<Void> refused(GatewayException refusal, Arrival arrival) {
			return this.unrouted.answer(Reason.CONDITION,
					ProblemResponses.response(arrival.request().rawPath(), refusal.status(), refusal.detail()), arrival,
					System.nanoTime());
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
		public Mono<Void> withoutRoute(@Nullable RouteMatch guard, Arrival arrival) {
			Mono<Void> local = (guard != null) ? guarded(guard, arrival) : application(arrival);
			// Of what a local route has, its own record tells
			Unrouted told = (guard != null) ? Unrouted.UNTOLD : this.unrouted;
			long begun = System.nanoTime();
			return local.onErrorResume((error) -> MethodNotAllowed.isUnhandled(error, arrival.exchange()), (error) -> {
				GatewayResponse answer = MethodNotAllowed.answer(arrival);
				if (answer == null) {
					told.notFound(HttpStatus.NOT_FOUND.value(), arrival, begun);
					return Mono.error(error);
				}
				boolean asked = HttpMethod.OPTIONS.equals(arrival.request().method());
				return told.answer(asked ? Reason.OPTIONS : Reason.METHOD_NOT_ALLOWED, answer, arrival, begun);
			});
		}

	}

}
