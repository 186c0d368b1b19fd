package io.embeddedgateway.aggregate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * The end of a route that asks several and gives one answer.
 */
final class AggregateFilter implements GatewayFilter {

	private final PartGraph graph;

	private final PartReader reader;

	private final PartObservations observations;

	private final AnswerWriter writer;

	AggregateFilter(PartGraph graph, PartReader reader, PartObservations observations) {
		this.graph = graph;
		this.reader = reader;
		this.observations = observations;
		this.writer = new AnswerWriter(graph, reader);
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		if (exchange.request().isWebSocket()) {
			return Mono.error(new BadRequestException("There is no WebSocket here"));
		}
		if (!this.graph.readsBody()) {
			return answer(exchange, null);
		}
		return this.reader.request(exchange.request()).flatMap((body) -> answer(exchange, body));
	}

	private Mono<GatewayResponse> answer(GatewayExchange exchange, @Nullable JsonNode body) {
		RequestView request = new RequestView(exchange, body);
		return new AggregateCall(this.graph, this.reader, this.observations, request)
			.flatMap((outcomes) -> this.writer.write(request, outcomes));
	}

}
