package io.embeddedgateway.aggregate;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.NullNode;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * The end of the route that leads to a bean, so that what holds for any part holds for
 * this one as well.
 *
 * @param source the bean
 */
record BeanPart(PartSource source) implements GatewayFilter {

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		return this.source.load(exchange)
			.defaultIfEmpty(NullNode.getInstance())
			.map((value) -> new GatewayResponse(HttpStatus.OK, HttpHeaders.EMPTY, new ValueBody(value)));
	}

}
