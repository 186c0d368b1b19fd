package io.embeddedgateway.service;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Stands between a source and its subscriber, and passes everything on that says how much
 * is wanted.
 *
 * @param <T> what is passed on
 */
abstract class PassedOn<T> implements CoreSubscriber<T>, Subscription {

	private final CoreSubscriber<? super T> actual;

	private @Nullable Subscription upstream;

	PassedOn(CoreSubscriber<? super T> actual) {
		this.actual = actual;
	}

	final CoreSubscriber<? super T> actual() {
		return this.actual;
	}

	@Override
	public final Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.upstream, subscription)) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
		}
	}

	@Override
	public final void request(long count) {
		if (this.upstream != null) {
			this.upstream.request(count);
		}
	}

	@Override
	public void cancel() {
		if (this.upstream != null) {
			this.upstream.cancel();
		}
	}

}
