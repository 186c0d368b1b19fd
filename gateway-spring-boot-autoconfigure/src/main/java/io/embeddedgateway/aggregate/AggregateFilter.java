package io.embeddedgateway.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * The end of a route that asks several and gives one answer.
 */
final class AggregateFilter implements ExplainedFilter {

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

	/**
	 * Tells whom the parts would ask; what they are asked depends on the answers.
	 */
	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		if (exchange.request().isWebSocket()) {
			return Mono.just(FilterEffect.refuses(new BadRequestException("There is no WebSocket here")));
		}
		return Mono.just(FilterEffect.sends().with("parts", this.graph.parts().stream().map(this::told).toList()));
	}

	private Map<String, Object> told(PlannedPart planned) {
		Part part = planned.part();
		Map<String, Object> told = new LinkedHashMap<>();
		told.put("name", part.name());
		if (part.target() instanceof PartTarget.Bean bean) {
			told.put("target", "bean " + bean.name());
		}
		else {
			told.put("target", planned.route().target().toString());
			told.put("method", part.call().method().name());
			told.put("path", part.call().path().toString());
		}
		told.put("optional", part.flow().optional());
		told.put("after", planned.needs().stream().mapToObj((index) -> this.graph.parts().get(index).name()).toList());
		return told;
	}

	private Mono<GatewayResponse> answer(GatewayExchange exchange, @Nullable JsonNode body) {
		RequestView request = new RequestView(exchange, body);
		return new AggregateCall(this.graph, this.reader, this.observations, request)
			.flatMap((outcomes) -> this.writer.write(request, outcomes));
	}

}
