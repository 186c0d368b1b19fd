package io.embeddedgateway.websocket;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.Target;

/**
 * Looks after the WebSockets on routes that lead to a service. Frames pass as they are;
 * where one of the gateway is needed, it goes between two others.
 */
public final class WebSocketFeature implements RouteFeature {

	private final WebSocketSessions sessions;

	/**
	 * Create the feature.
	 * @param sessions the WebSockets that are open
	 */
	public WebSocketFeature(WebSocketSessions sessions) {
		this.sessions = sessions;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.GUARD;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(WebSocketPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		WebSocketPolicy policy = route.policy(WebSocketPolicy.class);
		if (route.target() instanceof Target.Service || route.target() instanceof Target.Uri) {
			ExplainedFilter filter = (exchange, chain) -> exchange.request().isWebSocket()
					? open(exchange, chain, policy) : chain.filter(exchange);
			return filter;
		}
		if (policy != null) {
			throw new IllegalArgumentException(
					"'websocket' is for routes that lead to a service, and this one leads to " + route.target()
							+ "; remove it");
		}
		return null;
	}

	private Mono<GatewayResponse> open(GatewayExchange exchange, GatewayFilterChain chain,
			@Nullable WebSocketPolicy policy) {
		GatewayRequest request = exchange.request();
		if (!request.hasBody()) {
			return chain.filter(exchange);
		}
		if (!this.sessions.isRunning()) {
			return Mono
				.error(new ServiceUnavailableException("The gateway stops.", String.valueOf(exchange.route().target()),
						"no WebSocket is opened while the application stops", null));
		}
		WebSocketSession session = new WebSocketSession(this.sessions, request.body());
		return chain.filter(exchange.withRequest(request.withBody(session.toInstance())))
			.map((response) -> session.begin(response, policy));
	}

}
