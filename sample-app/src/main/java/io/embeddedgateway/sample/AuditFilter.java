package io.embeddedgateway.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * Logs one line for each request: what was asked, what was answered, and whose route it
 * is, which the route says in its {@code metadata}.
 */
@Component("audit")
class AuditFilter implements GatewayFilter {

	private static final Log logger = LogFactory.getLog(AuditFilter.class);

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		return chain.filter(exchange)
			.doOnNext((response) -> log(exchange, response.status()))
			.doOnError(GatewayException.class, (error) -> log(exchange, error.status()));
	}

	private static void log(GatewayExchange exchange, HttpStatusCode status) {
		String team = exchange.route().metadata().getOrDefault("team", "nobody");
		logger.info("%s %s -> %d, route '%s' of team %s".formatted(exchange.request().method(),
				exchange.request().rawPath(), status.value(), exchange.route().id(), team));
	}

}
