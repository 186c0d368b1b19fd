package io.embeddedgateway.resilience;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
 * A request whose time is bounded, until the end of its response, with one timer for all
 * of it.
 */
final class TimedCall extends Mono<GatewayResponse> {

	private final TimeoutFilter filter;

	private final GatewayExchange exchange;

	private final GatewayFilterChain chain;

	TimedCall(TimeoutFilter filter, GatewayExchange exchange, GatewayFilterChain chain) {
		this.filter = filter;
		this.exchange = exchange;
		this.chain = chain;
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		actual.onSubscribe(new Run(this, actual));
	}

	/**
	 * What became of the request, of which only one can be true.
	 */
	private enum State {

		WAITING, ANSWERED, OVER

	}

	private static final class Run implements CoreSubscriber<GatewayResponse>, Subscription {

		private static final AtomicReferenceFieldUpdater<Run, @Nullable Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
			.newUpdater(Run.class, Subscription.class, "subscription");

		private final TimedCall call;

		private final CoreSubscriber<? super GatewayResponse> actual;

		private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

		// Read through the updater alone
		@SuppressWarnings("UnusedVariable")
		private volatile @Nullable Subscription subscription;

		private volatile @Nullable TimedBody body;

		private volatile @Nullable Disposable timer;

		private boolean started;

		Run(TimedCall call, CoreSubscriber<? super GatewayResponse> actual) {
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
				this.timer = this.call.filter.start(this.call.exchange, this::timeIsOver);
				this.call.chain.filter(this.call.exchange).subscribe(this);
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.setOnce(SUBSCRIPTION, this, subscription)) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		private void timeIsOver() {
			if (this.state.compareAndSet(State.WAITING, State.OVER)) {
				Operators.terminate(SUBSCRIPTION, this);
				this.actual.onError(this.call.filter.timeoutException(this.call.exchange));
				return;
			}
			TimedBody body = this.body;
			if (body != null) {
				body.breakOff(this.call.filter.timeoutException(this.call.exchange));
			}
		}

		@Override
		public void onNext(GatewayResponse response) {
			// Nothing more to wait for, where all of it is there
			boolean bounded = !(response.body() instanceof Callable<?>) && !Streams.isStream(response);
			TimedBody body = bounded ? new TimedBody(response.body(), this::stop) : null;
			// Before it counts as answered, so that time can't be over for neither
			this.body = body;
			if (!this.state.compareAndSet(State.WAITING, State.ANSWERED)) {
				response.discard().subscribe();
				return;
			}
			if (body == null) {
				stop();
			}
			this.actual.onNext((body != null) ? response.withBody((unbounded) -> body) : response);
		}

		@Override
		public void onError(Throwable error) {
			if (this.state.compareAndSet(State.WAITING, State.OVER)) {
				stop();
				this.actual.onError(error);
			}
			else {
				Operators.onErrorDropped(error, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (this.state.get() == State.ANSWERED) {
				this.actual.onComplete();
			}
			else if (this.state.compareAndSet(State.WAITING, State.OVER)) {
				stop();
				this.actual.onComplete();
			}
		}

		@Override
		public void cancel() {
			// What was answered is for the reader of the body to cancel
			if (this.state.compareAndSet(State.WAITING, State.OVER)) {
				stop();
			}
			Operators.terminate(SUBSCRIPTION, this);
		}

		private void stop() {
			Disposable timer = this.timer;
			if (timer != null) {
				timer.dispose();
			}
		}

	}

}
