package io.embeddedgateway.resilience;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.LiveService;

/**
 * Sends a request that is not answered soon to another instance as well.
 */
final class HedgeFilter implements ExplainedFilter {

	private final HedgePolicy policy;

	private final Percentage share;

	private final RetryBudget budget;

	private final RetryCounts counts;

	private final Alternatives alternatives;

	private final Timer timer;

	HedgeFilter(HedgePolicy policy, Percentage share, LiveService service, RetryBudget budget, RetryCounts counts,
			Timer timer) {
		this.policy = policy;
		this.share = share;
		this.budget = budget;
		this.counts = counts;
		this.alternatives = new Alternatives(service);
		this.timer = timer;
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		boolean harmless = BoundInstance.of(exchange) == null && !exchange.request().hasBody()
				&& this.policy.methods().contains(exchange.request().method());
		// What is sent again is no longer the first to be asked
		if (!harmless || !Attempts.keep(exchange).tried().isEmpty()) {
			return chain.filter(exchange);
		}
		return new HedgedCall(this, exchange, chain);
	}

	Disposable schedule(Runnable attempt) {
		return this.timer.schedule(attempt, this.policy.afterNanos());
	}

	int attempts() {
		return this.policy.attempts();
	}

	boolean begin(GatewayExchange exchange) {
		if (!this.alternatives.exist(exchange)) {
			return false;
		}
		boolean begun = this.budget.begin(this.share);
		if (begun) {
			this.counts.hedge();
		}
		else {
			this.counts.refuse();
		}
		return begun;
	}

	void won() {
		this.counts.winHedge();
	}

	void end() {
		this.budget.end();
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		boolean harmless = BoundInstance.of(exchange) == null && !exchange.request().hasBody()
				&& this.policy.methods().contains(exchange.request().method());
		FilterEffect effect = FilterEffect.passes(exchange).with("hedges", harmless);
		return Mono.just(!harmless ? effect : effect.with("afterMillis", this.policy.afterNanos() / 1_000_000)
			.with("hedgeAttempts", this.policy.attempts()));
	}

}
