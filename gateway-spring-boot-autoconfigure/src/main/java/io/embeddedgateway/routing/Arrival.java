package io.embeddedgateway.routing;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.netty.http.server.HttpServerRequest;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.InterimResponses;

/**
 * A request as it arrived, with the routes it keeps until it is answered.
 *
 * @param exchange the exchange of the server
 * @param netty the request as Netty has it, or {@code null} if Netty does not serve it
 * @param chain the rest of the application
 * @param table the routes
 * @param request the request as routes see it
 * @param client where it comes from
 * @param path its path within the application
 */
record Arrival(ServerWebExchange exchange, @Nullable HttpServerRequest netty, WebFilterChain chain, RouteTable table,
		GatewayRequest request, ClientConnection client, PathContainer path) {

	/**
	 * The exchange on the route that was found.
	 * @param match the route
	 * @param request the request as the route is to see it
	 * @return the exchange
	 */
	GatewayExchange on(RouteMatch match, GatewayRequest request) {
		return match.exchange(request, this.client, interim());
	}

	private InterimResponses interim() {
		return (this.netty != null) ? new ServerInterimResponses(this.netty, this.exchange.getResponse())
				: InterimResponses.NONE;
	}

}
