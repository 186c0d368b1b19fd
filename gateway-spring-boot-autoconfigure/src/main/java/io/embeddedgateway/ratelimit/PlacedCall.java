package io.embeddedgateway.ratelimit;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.service.CallEnd;
import io.embeddedgateway.service.CallTracker;
import io.embeddedgateway.service.TrackedCall;

/**
 * A call that needs one of the places that its key has, and keeps it up to the last byte
 * of the response.
 */
final class PlacedCall extends Mono<GatewayResponse> {

	private final KeyConcurrency concurrency;

	private final int most;

	private final String key;

	private final GatewayExchange exchange;

	private final GatewayFilterChain chain;

	private final Supplier<? extends RuntimeException> refusal;

	/**
	 * Create a call.
	 * @param concurrency the places
	 * @param most how many there are for each key
	 * @param key the key
	 * @param exchange the exchange
	 * @param chain what is done with a place
	 * @param refusal makes what is said if there is none
	 */
	PlacedCall(KeyConcurrency concurrency, int most, String key, GatewayExchange exchange, GatewayFilterChain chain,
			Supplier<? extends RuntimeException> refusal) {
		this.concurrency = concurrency;
		this.most = most;
		this.key = key;
		this.exchange = exchange;
		this.chain = chain;
		this.refusal = refusal;
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		if (this.concurrency.tryEnter(this.key, this.most)) {
			TrackedCall.start(this.exchange, this.chain, new Place(this.concurrency, this.key), actual);
		}
		else {
			Operators.error(actual, this.refusal.get());
		}
	}

	private record Place(KeyConcurrency concurrency, String key) implements CallTracker {

		@Override
		public void responded(GatewayResponse response) {
			// Its body is still to come
		}

		@Override
		public void ended(CallEnd end, @Nullable Throwable error) {
			this.concurrency.leave(this.key);
		}

	}

}
