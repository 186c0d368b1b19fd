package io.embeddedgateway.resilience;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.LiveService;

/**
 * Sends a request that is not answered soon to another instance as well.
 */
final class HedgeFilter implements GatewayFilter {

	private final HedgePolicy policy;

	private final Percentage share;

	private final RetryBudget budget;

	private final Alternatives alternatives;

	private final Timer timer;

	HedgeFilter(HedgePolicy policy, Percentage share, LiveService service, RetryBudget budget, Timer timer) {
		this.policy = policy;
		this.share = share;
		this.budget = budget;
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
		return this.alternatives.exist(exchange) && this.budget.begin(this.share);
	}

	void end() {
		this.budget.end();
	}

}
