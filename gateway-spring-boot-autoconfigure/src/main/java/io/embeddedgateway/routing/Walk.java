package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;

/**
 * The way along the filters of a route, each of which tells what it would do.
 */
final class Walk {

	private final List<PlannedFilter> filters;

	private final List<ExplainedStep> steps = new ArrayList<>();

	private final GatewayExchange entered;

	private @Nullable GatewayExchange exchange;

	private @Nullable HttpStatusCode status;

	private Walk(List<PlannedFilter> filters, GatewayExchange exchange) {
		this.filters = filters;
		this.entered = exchange;
		this.exchange = exchange;
	}

	/**
	 * Ask one filter after the other.
	 * @param filters the filters
	 * @param exchange the exchange that the first one gets
	 * @return the way, once it is over
	 */
	static Mono<Walk> along(List<PlannedFilter> filters, GatewayExchange exchange) {
		return Mono.defer(() -> new Walk(filters, exchange).next(exchange));
	}

	List<ExplainedStep> steps() {
		return this.steps;
	}

	/**
	 * The exchange that the first filter gets.
	 * @return the exchange
	 */
	GatewayExchange entered() {
		return this.entered;
	}

	/**
	 * The exchange as it arrives at the target.
	 * @return the exchange, or {@code null} if a filter before answers
	 */
	@Nullable GatewayExchange arrived() {
		return this.exchange;
	}

	/**
	 * The status of the answer.
	 * @return the status, or {@code null} if nobody on the way answers
	 */
	@Nullable HttpStatusCode status() {
		return this.status;
	}

	private Mono<Walk> next(GatewayExchange current) {
		this.exchange = current;
		if (this.steps.size() == this.filters.size()) {
			return Mono.just(this);
		}
		PlannedFilter planned = this.filters.get(this.steps.size());
		if (planned.filter() instanceof ExplainedFilter filter) {
			return Mono.defer(() -> filter.explain(current))
				.map((effect) -> new Taken(ExplainedStep.of(planned, effect), effect.next()))
				.onErrorResume((error) -> Mono.just(new Taken(ExplainedStep.failed(planned, error), null)))
				.flatMap((taken) -> took(taken, planned.stage()));
		}
		// Whoever only looks on, or adds to answers, passes all requests
		boolean passes = planned.stage().compareTo(FilterStage.CORS) < 0;
		this.steps.add(ExplainedStep.of(planned, passes ? ExplainedStep.Effect.PASSES : ExplainedStep.Effect.UNKNOWN));
		return next(current);
	}

	private Mono<Walk> took(Taken taken, FilterStage stage) {
		this.steps.add(taken.step());
		if (taken.next() != null) {
			return next(taken.next());
		}
		this.status = taken.step().status();
		if (stage != FilterStage.TARGET) {
			this.exchange = null;
		}
		for (PlannedFilter rest : this.filters.subList(this.steps.size(), this.filters.size())) {
			this.steps.add(ExplainedStep.of(rest, ExplainedStep.Effect.NOT_REACHED));
		}
		return Mono.just(this);
	}

	/**
	 * A step, and what it leads to.
	 *
	 * @param step the step
	 * @param next the exchange that is passed on, or {@code null} if the way ends
	 */
	private record Taken(ExplainedStep step, @Nullable GatewayExchange next) {
	}

}
