package io.embeddedgateway.resilience;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A body that can be broken off at any time, by any thread. What comes just then is
 * either passed on before, or released.
 */
final class TimedBody extends Flux<DataBuffer> implements CoreSubscriber<DataBuffer>, Subscription {

	private static final AtomicReferenceFieldUpdater<TimedBody, @Nullable Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
		.newUpdater(TimedBody.class, Subscription.class, "subscription");

	/**
	 * The end of a body that is complete.
	 */
	private static final Object COMPLETE = new Object();

	private final Flux<DataBuffer> source;

	private final Runnable whenEnded;

	private final AtomicBoolean read = new AtomicBoolean();

	/**
	 * How many want to tell the reader something: the first one does, and then tells it
	 * the end for all others. Until there is a reader, that place is taken.
	 */
	private final AtomicInteger signals = new AtomicInteger(1);

	private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

	private volatile @Nullable CoreSubscriber<? super DataBuffer> reader;

	private volatile @Nullable Subscription subscription;

	/**
	 * Create a body.
	 * @param source the body that is passed on
	 * @param whenEnded what to do once it is sure that it will not be broken off
	 */
	TimedBody(Flux<DataBuffer> source, Runnable whenEnded) {
		this.source = source;
		this.whenEnded = whenEnded;
	}

	/**
	 * Break the body off, unless it has ended.
	 * @param reason what the reader sees
	 */
	void breakOff(Throwable reason) {
		if (this.end.compareAndSet(null, reason)) {
			// Without a reader, the source has to be opened before it can be closed
			if (this.read.get()) {
				Operators.terminate(SUBSCRIPTION, this);
			}
			tellEnd();
		}
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		if (!this.read.compareAndSet(false, true)) {
			Operators.error(actual, new IllegalStateException("The body of a response can be read once"));
			return;
		}
		this.reader = actual;
		this.source.subscribe(this);
	}

	@Override
	public Context currentContext() {
		CoreSubscriber<? super DataBuffer> reader = this.reader;
		return (reader != null) ? reader.currentContext() : Context.empty();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		CoreSubscriber<? super DataBuffer> reader = this.reader;
		if (reader == null) {
			subscription.cancel();
			return;
		}
		boolean open = Operators.setOnce(SUBSCRIPTION, this, subscription);
		if (open && this.end.get() != null) {
			Operators.terminate(SUBSCRIPTION, this);
		}
		reader.onSubscribe(this);
		leave(reader);
	}

	@Override
	public void onNext(DataBuffer buffer) {
		CoreSubscriber<? super DataBuffer> reader = this.reader;
		if (reader != null && this.signals.compareAndSet(0, 1)) {
			reader.onNext(buffer);
			leave(reader);
		}
		else if (reader != null && this.end.get() == null) {
			// Asked for by the reader while it is told something, on the same thread
			reader.onNext(buffer);
		}
		else {
			DataBufferUtils.release(buffer);
		}
	}

	private void leave(CoreSubscriber<? super DataBuffer> reader) {
		if (!this.signals.compareAndSet(1, 0)) {
			end(reader);
		}
	}

	@Override
	public void onError(Throwable error) {
		if (this.end.compareAndSet(null, error)) {
			this.whenEnded.run();
			tellEnd();
		}
		else {
			Operators.onErrorDropped(error, currentContext());
		}
	}

	@Override
	public void onComplete() {
		if (this.end.compareAndSet(null, COMPLETE)) {
			this.whenEnded.run();
			tellEnd();
		}
	}

	private void tellEnd() {
		CoreSubscriber<? super DataBuffer> reader = this.reader;
		if (this.signals.getAndIncrement() == 0 && reader != null) {
			end(reader);
		}
	}

	private void end(CoreSubscriber<? super DataBuffer> reader) {
		if (this.end.get() instanceof Throwable error) {
			reader.onError(error);
		}
		else {
			reader.onComplete();
		}
	}

	@Override
	public void request(long count) {
		Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.request(count);
		}
	}

	@Override
	public void cancel() {
		Operators.terminate(SUBSCRIPTION, this);
		this.whenEnded.run();
	}

}
