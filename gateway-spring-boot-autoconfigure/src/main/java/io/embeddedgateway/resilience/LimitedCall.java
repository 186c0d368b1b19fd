package io.embeddedgateway.resilience;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.TrackedCall;

/**
 * A call that needs a place. Each subscription takes one of its own.
 */
final class LimitedCall extends Mono<GatewayResponse> {

	private final MaxConcurrentFilter filter;

	private final GatewayExchange exchange;

	private final GatewayFilterChain chain;

	LimitedCall(MaxConcurrentFilter filter, GatewayExchange exchange, GatewayFilterChain chain) {
		this.filter = filter;
		this.exchange = exchange;
		this.chain = chain;
	}

	ConcurrencyLimit limit() {
		return this.filter.limit();
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		ConcurrencyLimit limit = limit();
		if (limit.tryEnter()) {
			proceed(actual);
			return;
		}
		long longest = limit.longestWait(this.exchange);
		if (longest <= 0 || !limit.tryQueue()) {
			Operators.error(actual, refusal("the queue is full"));
			return;
		}
		WaitingCall call = new WaitingCall(this, this.filter.executors().get(), actual);
		actual.onSubscribe(call);
		limit.await(call);
		call.giveUpAfter(longest, this.filter.scheduler());
	}

	/**
	 * Go on with a place that was taken.
	 * @param actual who gets the response
	 */
	void proceed(CoreSubscriber<? super GatewayResponse> actual) {
		TrackedCall.start(this.exchange, this.chain, new Place(limit(), this.exchange, this.filter.ticker()), actual);
	}

	ServiceUnavailableException refusal(String why) {
		return limit().refuse(this.exchange, why);
	}

}
