package io.embeddedgateway.resilience;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

import io.embeddedgateway.GatewayResponse;

/**
 * A request that waits for a place. Once it has one, it goes on where it came from.
 */
final class WaitingCall extends Operators.DeferredSubscription implements CoreSubscriber<GatewayResponse> {

	private static final int WAITING = 0;

	private static final int ADMITTED = 1;

	private static final int GONE = 2;

	private final LimitedCall call;

	private final Executor executor;

	private final CoreSubscriber<? super GatewayResponse> actual;

	private final AtomicInteger state = new AtomicInteger();

	private volatile @Nullable Disposable timer;

	/**
	 * Create a call that has its place in the queue.
	 * @param call what is to be done with a place
	 * @param executor where it goes on
	 * @param actual who waits for the response
	 */
	WaitingCall(LimitedCall call, Executor executor, CoreSubscriber<? super GatewayResponse> actual) {
		this.call = call;
		this.executor = executor;
		this.actual = actual;
	}

	void giveUpAfter(long nanos, Scheduler scheduler) {
		Disposable timer = scheduler.schedule(this::giveUp, nanos, TimeUnit.NANOSECONDS);
		this.timer = timer;
		if (this.state.get() != WAITING) {
			timer.dispose();
		}
	}

	private void giveUp() {
		if (this.state.compareAndSet(WAITING, GONE)) {
			this.call.limit().gone(this);
			this.actual.onError(this.call.refusal("none ended in time"));
		}
	}

	boolean isGone() {
		return this.state.get() == GONE;
	}

	/**
	 * Go on, with a place that was taken for it.
	 * @return whether it still waits
	 */
	boolean admit() {
		if (!this.state.compareAndSet(WAITING, ADMITTED)) {
			return false;
		}
		stopTimer();
		try {
			this.executor.execute(this::proceed);
		}
		catch (RejectedExecutionException ex) {
			this.call.limit().leave();
			this.actual.onError(ex);
		}
		return true;
	}

	private void proceed() {
		if (isCancelled()) {
			this.call.limit().leave();
		}
		else {
			this.call.proceed(this);
		}
	}

	@Override
	public void cancel() {
		super.cancel();
		if (this.state.compareAndSet(WAITING, GONE)) {
			stopTimer();
			this.call.limit().gone(this);
		}
	}

	private void stopTimer() {
		Disposable timer = this.timer;
		if (timer != null) {
			timer.dispose();
		}
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		set(subscription);
	}

	@Override
	public void onNext(GatewayResponse response) {
		this.actual.onNext(response);
	}

	@Override
	public void onError(Throwable error) {
		this.actual.onError(error);
	}

	@Override
	public void onComplete() {
		this.actual.onComplete();
	}

}
