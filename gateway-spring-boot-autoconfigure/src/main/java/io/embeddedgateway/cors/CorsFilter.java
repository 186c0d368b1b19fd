package io.embeddedgateway.cors;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.web.UnsentExchanges;

/**
 * Asks the processor of Spring, and puts the headers that it gives on whatever the client
 * is answered.
 */
record CorsFilter(CorsConfiguration configuration, CorsProcessor processor) implements ExplainedFilter {

	private static final UnsentExchanges EXCHANGES = new UnsentExchanges(null, "");

	// Where the client is no page of another origin, nothing is said but that it counts
	private static final Consumer<HttpHeaders> SAME_ORIGIN = CorsHeaders.replace(varyOnly());

	static CorsFilter of(CorsPolicy policy, CorsProcessor processor) {
		CorsConfiguration configuration = new CorsConfiguration();
		if (!policy.origins().isEmpty()) {
			configuration.setAllowedOrigins(policy.origins());
		}
		if (!policy.originPatterns().isEmpty()) {
			configuration.setAllowedOriginPatterns(policy.originPatterns());
		}
		configuration.setAllowedMethods(policy.methods());
		configuration.setAllowedHeaders(policy.headers());
		configuration.setExposedHeaders(policy.exposedHeaders());
		configuration.setAllowCredentials(policy.credentials());
		configuration.setAllowPrivateNetwork(policy.privateNetwork());
		configuration.setMaxAge(policy.maxAge());
		return new CorsFilter(configuration, processor);
	}

	private static HttpHeaders varyOnly() {
		HttpHeaders headers = new HttpHeaders();
		headers.addAll(HttpHeaders.VARY, List.of(HttpHeaders.ORIGIN, HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD,
				HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS));
		return headers;
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		if (!exchange.request().headers().containsHeader(HttpHeaders.ORIGIN)) {
			exchange.onAnswer(SAME_ORIGIN);
			return chain.filter(exchange);
		}
		ServerWebExchange asked = exchange(exchange);
		boolean allowed = this.processor.process(this.configuration, asked);
		exchange.onAnswer(CorsHeaders.replace(asked.getResponse().getHeaders()));
		if (!allowed) {
			return Mono.error(new ForbiddenException("the origin, or what it asks for, is not allowed by 'cors'"));
		}
		return CorsUtils.isPreFlightRequest(asked.getRequest()) ? Mono.just(GatewayResponse.of(HttpStatus.OK))
				: chain.filter(exchange);
	}

	private static ServerWebExchange exchange(GatewayExchange exchange) {
		return EXCHANGES.of(exchange.request().method(), uri(exchange.client()), exchange.request().headers(), null);
	}

	// By what the client asked for, the processor knows the requests of the same origin.
	// A host that can't be read has none, so that they are refused
	private static URI uri(ClientConnection client) {
		try {
			return URI.create(client.scheme() + "://" + client.host());
		}
		catch (IllegalArgumentException ex) {
			return URI.create("/");
		}
	}

}
