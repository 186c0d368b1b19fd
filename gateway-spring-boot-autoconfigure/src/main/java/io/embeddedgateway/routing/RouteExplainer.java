package io.embeddedgateway.routing;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells what would become of a request, and why: without a server, and without asking any
 * service. It goes the way that requests go; nothing is counted, taken or sent.
 */
public final class RouteExplainer {

	private final RouteTables tables;

	private final ClientConnections connections;

	private final ExplainedServer server;

	/**
	 * Create the explainer.
	 * @param tables the routes
	 * @param connections says where requests come from
	 * @param context the application, or {@code null} if its handlers do not need it
	 * @param basePath the path below which the application answers, empty if there is
	 * none
	 */
	public RouteExplainer(RouteTables tables, ClientConnections connections, @Nullable ApplicationContext context,
			String basePath) {
		this.tables = tables;
		this.connections = connections;
		boolean slash = basePath.endsWith("/");
		this.server = new ExplainedServer(context, slash ? basePath.substring(0, basePath.length() - 1) : basePath);
	}

	/**
	 * Explain a request, by the routes as they are now.
	 * @param question the request
	 * @return the explanation
	 */
	public Mono<RouteExplanation> explain(RouteQuestion question) {
		return Mono.defer(() -> {
			ServerWebExchange exchange = this.server.exchange(question);
			if (exchange == null) {
				return Mono.just(RouteExplanation.of(question, RouteOutcome.NOT_FOUND,
						"the application answers below its base path alone", HttpStatus.NOT_FOUND));
			}
			return new Steering<>(this.tables, this.connections, new Explanations(question, this.tables.ownHandlers()))
				.lead(exchange, (unused) -> Mono.empty());
		}).onErrorResume((error) -> Mono.just(failed(question, error)));
	}

	// What is thrown may say anything
	private static RouteExplanation failed(RouteQuestion question, Throwable error) {
		return RouteExplanation.of(question, RouteOutcome.REFUSED,
				"what decides about the request failed with " + error.getClass().getSimpleName(),
				HttpStatus.INTERNAL_SERVER_ERROR);
	}

}
