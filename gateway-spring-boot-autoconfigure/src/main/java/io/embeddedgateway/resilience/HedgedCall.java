package io.embeddedgateway.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
import io.embeddedgateway.service.CallOutcome;

/**
 * A request that several instances may work on at the same time. The first good response
 * is the one; if none is good, the last failure is.
 */
final class HedgedCall extends Mono<GatewayResponse> {

	private final HedgeFilter filter;

	private final GatewayExchange exchange;

	private final GatewayFilterChain chain;

	HedgedCall(HedgeFilter filter, GatewayExchange exchange, GatewayFilterChain chain) {
		this.filter = filter;
		this.exchange = exchange;
		this.chain = chain;
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		actual.onSubscribe(new Race(this, actual));
	}

	/**
	 * All attempts at the same time.
	 */
	private static final class Race implements Subscription {

		private final HedgedCall call;

		private final CoreSubscriber<? super GatewayResponse> actual;

		private final List<Attempt> running = new ArrayList<>(2);

		private int made;

		private boolean over;

		private @Nullable Disposable timer;

		Race(HedgedCall call, CoreSubscriber<? super GatewayResponse> actual) {
			this.call = call;
			this.actual = actual;
		}

		@Override
		public void request(long count) {
			if (Operators.validate(count) && this.made == 0) {
				hedgeAfter(begin(false));
			}
		}

		private void hedge() {
			synchronized (this) {
				if (this.over) {
					return;
				}
			}
			if (this.call.filter.begin(this.call.exchange)) {
				hedgeAfter(begin(true));
			}
		}

		private int begin(boolean hedge) {
			Attempt attempt = new Attempt(this, hedge);
			int made;
			synchronized (this) {
				if (this.over) {
					attempt.end();
					return Integer.MAX_VALUE;
				}
				this.running.add(attempt);
				made = ++this.made;
			}
			this.call.chain.filter(this.call.exchange).subscribe(attempt);
			return made;
		}

		private synchronized void hedgeAfter(int made) {
			if (!this.over && made < this.call.filter.attempts()) {
				this.timer = this.call.filter.schedule(this::hedge);
			}
		}

		// Whether this attempt decides: it is the first that is good, or the last one
		// left
		private boolean decides(Attempt attempt, boolean good) {
			synchronized (this) {
				this.running.remove(attempt);
				if (this.over || (!good && !this.running.isEmpty())) {
					return false;
				}
				this.over = true;
			}
			finish();
			return true;
		}

		private void finish() {
			List<Attempt> others;
			Disposable timer;
			synchronized (this) {
				this.over = true;
				others = List.copyOf(this.running);
				this.running.clear();
				timer = this.timer;
			}
			if (timer != null) {
				timer.dispose();
			}
			others.forEach(Attempt::cancel);
		}

		@Override
		public void cancel() {
			finish();
		}

	}

	/**
	 * One of the attempts.
	 */
	private static final class Attempt implements CoreSubscriber<GatewayResponse> {

		private static final AtomicReferenceFieldUpdater<Attempt, @Nullable Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
			.newUpdater(Attempt.class, Subscription.class, "subscription");

		private final Race race;

		private final boolean hedge;

		private final AtomicBoolean counted;

		// Read through the updater alone
		@SuppressWarnings("UnusedVariable")
		private volatile @Nullable Subscription subscription;

		private boolean done;

		Attempt(Race race, boolean hedge) {
			this.race = race;
			this.hedge = hedge;
			this.counted = new AtomicBoolean(hedge);
		}

		@Override
		public Context currentContext() {
			return this.race.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.setOnce(SUBSCRIPTION, this, subscription)) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(GatewayResponse response) {
			end();
			this.done = true;
			if (this.race.decides(this, CallOutcome.of(response) == CallOutcome.SUCCESS)) {
				if (this.hedge) {
					this.race.call.filter.won();
				}
				this.race.actual.onNext(response);
				this.race.actual.onComplete();
			}
			else {
				response.discard().subscribe();
			}
		}

		@Override
		public void onError(Throwable error) {
			end();
			if (!this.done && this.race.decides(this, false)) {
				this.race.actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			end();
			if (!this.done && this.race.decides(this, false)) {
				this.race.actual.onComplete();
			}
		}

		private void cancel() {
			end();
			Operators.terminate(SUBSCRIPTION, this);
		}

		private void end() {
			if (this.counted.compareAndSet(true, false)) {
				this.race.call.filter.end();
			}
		}

	}

}
