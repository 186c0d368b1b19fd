package io.embeddedgateway.resilience;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * A request that is sent again if it fails. As long as it does not, this is one more
 * subscriber and nothing else: every request to a service goes through it.
 */
final class RetriedCall extends Mono<GatewayResponse> {

	private final RetryFilter filter;

	private final GatewayExchange exchange;

	private final GatewayFilterChain chain;

	private final @Nullable ReplayBody body;

	/**
	 * Create a call.
	 * @param filter decides about further attempts
	 * @param exchange what is sent
	 * @param chain where to
	 * @param body the body of the request if this call has to settle it
	 */
	RetriedCall(RetryFilter filter, GatewayExchange exchange, GatewayFilterChain chain, @Nullable ReplayBody body) {
		this.filter = filter;
		this.exchange = exchange;
		this.chain = chain;
		this.body = body;
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		actual.onSubscribe(new Run(this, actual));
	}

	/**
	 * All attempts, one after the other.
	 */
	private static final class Run implements CoreSubscriber<GatewayResponse>, Subscription {

		private static final AtomicReferenceFieldUpdater<Run, @Nullable Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
			.newUpdater(Run.class, Subscription.class, "subscription");

		private final RetriedCall call;

		private final CoreSubscriber<? super GatewayResponse> actual;

		private volatile @Nullable Subscription subscription;

		private int made;

		private boolean responded;

		private boolean started;

		/**
		 * What follows the end of a response that was given up.
		 */
		private long pause = RetryFilter.NEVER;

		/**
		 * Whether a place in the budget is to be given back.
		 */
		private boolean repeating;

		private @Nullable Disposable timer;

		Run(RetriedCall call, CoreSubscriber<? super GatewayResponse> actual) {
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
				attempt();
			}
		}

		private void attempt() {
			if (!isCancelled()) {
				this.made++;
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
				return;
			}
			long pause = this.call.filter.pauseAfter(this.call.exchange, response, this.made);
			if (isRepeated(pause, response)) {
				this.pause = pause;
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
			long pause = this.pause;
			if (pause == RetryFilter.NEVER) {
				settle();
				this.actual.onComplete();
			}
			else {
				this.pause = RetryFilter.NEVER;
				repeat(pause);
			}
		}

		@Override
		public void onError(Throwable error) {
			if (this.responded || isCancelled()) {
				Operators.onErrorDropped(error, currentContext());
				return;
			}
			long pause = this.call.filter.pauseAfter(this.call.exchange, error, this.made);
			if (isRepeated(pause, error)) {
				repeat(pause);
			}
			else {
				settle();
				this.actual.onError(error);
			}
		}

		private boolean isRepeated(long pause, Object reason) {
			endRepeat();
			if (pause == RetryFilter.NEVER) {
				return false;
			}
			synchronized (this) {
				if (isCancelled() || !this.call.filter.begin(this.call.exchange, reason)) {
					return false;
				}
				this.repeating = !RetryFilter.isFree(reason);
				return true;
			}
		}

		private void endRepeat() {
			if (this.made < 2 && !isCancelled()) {
				return;
			}
			synchronized (this) {
				if (this.repeating) {
					this.repeating = false;
					this.call.filter.end();
				}
			}
		}

		private void repeat(long pause) {
			Disposable timer = this.call.filter.schedule(this::attempt, pause);
			if (timer != null) {
				synchronized (this) {
					this.timer = timer;
				}
				if (isCancelled()) {
					timer.dispose();
				}
			}
		}

		private void settle() {
			if (this.call.body != null) {
				this.call.body.settle();
			}
		}

		private boolean isCancelled() {
			return this.subscription == Operators.cancelledSubscription();
		}

		@Override
		public void cancel() {
			if (Operators.terminate(SUBSCRIPTION, this)) {
				endRepeat();
				Disposable timer;
				synchronized (this) {
					timer = this.timer;
				}
				if (timer != null) {
					timer.dispose();
				}
				settle();
			}
		}

	}

}
