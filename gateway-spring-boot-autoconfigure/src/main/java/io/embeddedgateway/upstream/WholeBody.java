package io.embeddedgateway.upstream;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The body of a response that came in one piece. Callable, as Reactor's own sources of
 * one element are, so that it can be taken without a subscription.
 */
final class WholeBody extends Flux<DataBuffer> implements Callable<DataBuffer> {

	private final AtomicReference<@Nullable DataBuffer> content;

	WholeBody(DataBuffer content) {
		this.content = new AtomicReference<>(content);
	}

	@Override
	public DataBuffer call() {
		DataBuffer taken = this.content.getAndSet(null);
		if (taken == null) {
			throw new IllegalStateException("The body of a response can be read once");
		}
		return taken;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		actual.onSubscribe(new Delivery(actual));
	}

	void release() {
		DataBuffer rest = this.content.getAndSet(null);
		if (rest != null) {
			DataBufferUtils.release(rest);
		}
	}

	/**
	 * Gives the one piece to one reader.
	 */
	private final class Delivery implements Subscription {

		private final CoreSubscriber<? super DataBuffer> actual;

		private boolean over;

		Delivery(CoreSubscriber<? super DataBuffer> actual) {
			this.actual = actual;
		}

		@Override
		public void request(long count) {
			if (!Operators.validate(count) || isOver()) {
				return;
			}
			DataBuffer taken = WholeBody.this.content.getAndSet(null);
			if (taken == null) {
				this.actual.onError(new IllegalStateException("The body of a response can be read once"));
			}
			else {
				this.actual.onNext(taken);
				this.actual.onComplete();
			}
		}

		private synchronized boolean isOver() {
			boolean before = this.over;
			this.over = true;
			return before;
		}

		@Override
		public void cancel() {
			if (!isOver()) {
				release();
			}
		}

	}

}
