package io.embeddedgateway.resilience;

import java.util.function.LongSupplier;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.ServiceUnavailableException.Reason;
import io.embeddedgateway.service.TrackedCall;
import io.embeddedgateway.text.KebabCase;

/**
 * Asks a circuit breaker before each call, and tells it how the call went.
 *
 * @param breaker the breaker
 * @param serviceId the id of the service
 * @param ticker tells the time in nanoseconds
 */
record CircuitBreakerFilter(Breaker breaker, String serviceId, LongSupplier ticker) implements ExplainedFilter {

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		return new Asking(this, exchange, chain);
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return Mono.fromSupplier(() -> {
			CircuitBreakerState state = this.breaker.state();
			boolean open = state == CircuitBreakerState.OPEN;
			return (open ? FilterEffect.refuses(refusal()) : FilterEffect.passes(exchange))
				.with("circuitBreaker", KebabCase.of(state))
				.with("service", this.serviceId);
		});
	}

	private ServiceUnavailableException refusal() {
		CircuitBreakerState state = this.breaker.state();
		return ServiceUnavailableException.refused(Reason.CIRCUIT_BREAKER, this.breaker.retryAfter(),
				"The service is out of order.", this.serviceId,
				(state != CircuitBreakerState.CLOSED) ? "the circuit breaker is " + state
						: "the circuit breaker closed just now, and lets some calls through");
	}

	/**
	 * Asks with each subscription.
	 */
	private static final class Asking extends Mono<GatewayResponse> {

		private final CircuitBreakerFilter filter;

		private final GatewayExchange exchange;

		private final GatewayFilterChain chain;

		Asking(CircuitBreakerFilter filter, GatewayExchange exchange, GatewayFilterChain chain) {
			this.filter = filter;
			this.exchange = exchange;
			this.chain = chain;
		}

		@Override
		public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
			Breaker breaker = this.filter.breaker();
			int mark = breaker.begin();
			if (mark == Breaker.REFUSED) {
				breaker.counts().refused();
				Operators.error(actual, this.filter.refusal());
				return;
			}
			TrackedCall.start(this.exchange, this.chain,
					new GuardedCall(breaker, mark, this.exchange, this.filter.ticker()), actual);
		}

	}

}
