package io.embeddedgateway.aggregate;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * All calls for one answer, as one step that ends when all parts are over.
 */
final class AggregateCall extends Mono<PartOutcomes> {

	private final PartGraph graph;

	private final PartReader reader;

	private final PartObservations observations;

	private final RequestView request;

	AggregateCall(PartGraph graph, PartReader reader, PartObservations observations, RequestView request) {
		this.graph = graph;
		this.reader = reader;
		this.observations = observations;
		this.request = request;
	}

	@Override
	public void subscribe(CoreSubscriber<? super PartOutcomes> actual) {
		new AggregateRun(this.graph, this.reader, this.observations, this.request, actual).start();
	}

}
