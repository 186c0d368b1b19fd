package io.embeddedgateway.resilience;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * Lets so many requests through at a time, and others wait.
 *
 * @param limit the places
 * @param ticker tells the time in nanoseconds
 * @param scheduler tells when a request has waited too long
 * @param executors the event loop that a request came in on
 */
record MaxConcurrentFilter(ConcurrencyLimit limit, LongSupplier ticker, Scheduler scheduler,
		Supplier<? extends Executor> executors) implements ExplainedFilter {

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		return new LimitedCall(this, exchange, chain);
	}

	// Whether a place will be free depends on who leaves in the meantime
	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return Mono.fromSupplier(() -> FilterEffect.passes(exchange)
			.with("maxConcurrent", this.limit.limit())
			.with("inFlight", this.limit.inFlight())
			.with("waiting", this.limit.waiting()));
	}

}
