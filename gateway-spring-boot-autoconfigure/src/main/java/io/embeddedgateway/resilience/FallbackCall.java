package io.embeddedgateway.resilience;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.service.Attempts;

/**
 * A request that another chain is asked for if the first one fails. What the other one
 * says is said to the client, whatever it is.
 */
final class FallbackCall extends Mono<GatewayResponse> {

	private final FallbackFilter filter;

	private final GatewayExchange exchange;

	private final GatewayFilterChain chain;

	private final @Nullable ReplayBody body;

	FallbackCall(FallbackFilter filter, GatewayExchange exchange, GatewayFilterChain chain, @Nullable ReplayBody body) {
		this.filter = filter;
		this.exchange = exchange;
		this.chain = chain;
		this.body = body;
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		actual.onSubscribe(new Run(this, actual));
	}

	private static final class Run implements CoreSubscriber<GatewayResponse>, Subscription {

		private static final AtomicReferenceFieldUpdater<Run, @Nullable Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
			.newUpdater(Run.class, Subscription.class, "subscription");

		private final FallbackCall call;

		private final CoreSubscriber<? super GatewayResponse> actual;

		private volatile @Nullable Subscription subscription;

		private boolean started;

		private boolean responded;

		private boolean fellBack;

		/**
		 * The response that was given up, until it has ended.
		 */
		private @Nullable GatewayResponse failure;

		Run(FallbackCall call, CoreSubscriber<? super GatewayResponse> actual) {
			this.call = call;
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void request(long count) {
			if (Operators.validate(count) && !this.started) {
				this.started = true;
				this.call.chain.filter(this.call.exchange).subscribe(this);
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.replace(SUBSCRIPTION, this, subscription)) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(GatewayResponse response) {
			if (this.responded || isCancelled()) {
				response.discard().subscribe();
			}
			else if (mayFallBack() && this.call.filter.isFailure(response)) {
				this.failure = response;
				response.discard().subscribe();
			}
			else {
				this.responded = true;
				settle();
				this.actual.onNext(response);
			}
		}

		@Override
		public void onComplete() {
			GatewayResponse failure = this.failure;
			if (failure != null) {
				this.failure = null;
				fallBack(failure);
			}
			else {
				settle();
				this.actual.onComplete();
			}
		}

		@Override
		public void onError(Throwable error) {
			if (this.responded || isCancelled()) {
				Operators.onErrorDropped(error, currentContext());
			}
			else if (mayFallBack() && FallbackFilter.isFailure(error)) {
				fallBack(error);
			}
			else {
				settle();
				this.actual.onError(error);
			}
		}

		private boolean mayFallBack() {
			return !this.fellBack && (this.call.body == null || this.call.body.isReplayable());
		}

		private void fallBack(Object reason) {
			this.fellBack = true;
			if (!isCancelled()) {
				Attempts attempts = Attempts.of(this.call.exchange);
				if (attempts != null) {
					attempts.unanswered();
				}
				this.call.filter.fallBack(this.call.exchange, reason).subscribe(this);
			}
		}

		private boolean isCancelled() {
			return this.subscription == Operators.cancelledSubscription();
		}

		private void settle() {
			if (this.call.body != null) {
				this.call.body.settle();
			}
		}

		@Override
		public void cancel() {
			if (Operators.terminate(SUBSCRIPTION, this)) {
				settle();
			}
		}

	}

}
