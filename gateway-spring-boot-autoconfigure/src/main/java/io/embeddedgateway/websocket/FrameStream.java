package io.embeddedgateway.websocket;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * One direction of a WebSocket: passes the bytes on as they are, and can put a frame of
 * the gateway between two others. Nothing is sent beyond what was asked for.
 */
final class FrameStream extends Flux<DataBuffer> implements CoreSubscriber<DataBuffer>, Subscription {

	private final Flux<DataBuffer> source;

	private final Direction direction;

	private final FrameBoundary boundary = new FrameBoundary();

	private final Queue<DataBuffer> received = Queues.<DataBuffer>unbounded(8).get();

	private final AtomicLong requested = new AtomicLong();

	private final AtomicInteger work = new AtomicInteger();

	private DataBufferFactory buffers = DefaultDataBufferFactory.sharedInstance;

	private volatile @Nullable Subscription subscription;

	private volatile @Nullable CoreSubscriber<? super DataBuffer> actual;

	private volatile boolean pinging;

	private volatile boolean closing;

	private volatile boolean complete;

	private volatile boolean cancelled;

	private volatile @Nullable Throwable error;

	private volatile boolean closed;

	private boolean terminated;

	FrameStream(Flux<DataBuffer> source, Direction direction) {
		this.source = source;
		this.direction = direction;
	}

	/**
	 * Send a ping as soon as one may be sent.
	 */
	void ping() {
		this.pinging = true;
		drain();
	}

	/**
	 * Send a Close frame as soon as one may be sent, and nothing more.
	 */
	void close() {
		this.closing = true;
		drain();
	}

	/**
	 * End, whatever is still to come.
	 */
	void end() {
		Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel();
		}
		this.complete = true;
		drain();
	}

	/**
	 * The code with which this direction was closed.
	 * @return the code, or 0 if there was none
	 */
	int closeCode() {
		return this.closed ? Direction.GOING_AWAY : this.boundary.closeCode();
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		if (this.actual != null) {
			Operators.error(actual, new IllegalStateException("A WebSocket can be read once"));
			return;
		}
		this.actual = actual;
		this.source.subscribe(this);
	}

	@Override
	public Context currentContext() {
		CoreSubscriber<? super DataBuffer> actual = this.actual;
		return (actual != null) ? actual.currentContext() : Context.empty();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		CoreSubscriber<? super DataBuffer> actual = this.actual;
		if (actual != null && Operators.validate(this.subscription, subscription)) {
			this.subscription = subscription;
			actual.onSubscribe(this);
		}
	}

	@Override
	public void request(long count) {
		Subscription subscription = this.subscription;
		if (Operators.validate(count) && subscription != null) {
			this.requested.accumulateAndGet(count, Operators::addCap);
			subscription.request(count);
			drain();
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel();
		}
		drain();
	}

	@Override
	public void onNext(DataBuffer bytes) {
		this.received.add(bytes);
		drain();
	}

	@Override
	public void onError(Throwable error) {
		this.error = error;
		this.complete = true;
		drain();
	}

	@Override
	public void onComplete() {
		this.complete = true;
		drain();
	}

	// Bytes, demand and frames of ours come from several threads; one of them at a time
	// does what there is to do for all
	private void drain() {
		if (this.work.getAndIncrement() != 0) {
			return;
		}
		int done = 1;
		while (done != 0) {
			CoreSubscriber<? super DataBuffer> actual = this.actual;
			if (this.cancelled || this.terminated) {
				this.terminated = true;
				release();
			}
			else if (actual != null && this.subscription != null) {
				emit(actual);
			}
			done = this.work.addAndGet(-done);
		}
	}

	private void release() {
		DataBuffer bytes = this.received.poll();
		while (bytes != null) {
			DataBufferUtils.release(bytes);
			bytes = this.received.poll();
		}
	}

	private void emit(CoreSubscriber<? super DataBuffer> actual) {
		// In this order: what came before the end has to be seen
		boolean complete = this.complete;
		DataBuffer next = nextBytes();
		while (next != null) {
			if (this.requested.get() != Long.MAX_VALUE) {
				this.requested.decrementAndGet();
			}
			actual.onNext(next);
			next = nextBytes();
		}
		if (complete && this.received.isEmpty() && !this.cancelled) {
			terminate(actual);
		}
	}

	private @Nullable DataBuffer nextBytes() {
		if (this.closed) {
			// Behind a Close frame there must be nothing
			release();
			return null;
		}
		if (this.requested.get() == 0 || this.cancelled) {
			return null;
		}
		if (this.boundary.isReached() && hasFrame()) {
			return this.buffers.wrap(frame());
		}
		DataBuffer bytes = this.received.poll();
		return (bytes != null) ? withFrame(bytes) : null;
	}

	private boolean hasFrame() {
		return (this.pinging || this.closing) && !this.closed && !this.boundary.isClosed();
	}

	private byte[] frame() {
		if (!this.closing) {
			this.pinging = false;
			return Direction.pingFrame();
		}
		this.closed = true;
		Subscription subscription = this.subscription;
		if (subscription != null) {
			// What else comes is dropped, but its end has to be seen
			subscription.request(Long.MAX_VALUE);
		}
		return this.direction.closeFrame();
	}

	private DataBuffer withFrame(DataBuffer bytes) {
		this.buffers = bytes.factory();
		if (!hasFrame()) {
			this.boundary.pass(bytes, bytes.readPosition());
			return bytes;
		}
		int end = this.boundary.passFrame(bytes, bytes.readPosition());
		if (!this.boundary.isReached() || !hasFrame()) {
			this.boundary.pass(bytes, end);
			return bytes;
		}
		DataBuffer before = bytes.split(end);
		DataBuffer frame = this.buffers.wrap(frame());
		if (this.closed) {
			DataBufferUtils.release(bytes);
			return this.buffers.join(List.of(before, frame));
		}
		this.boundary.pass(bytes, bytes.readPosition());
		return this.buffers.join(List.of(before, frame, bytes));
	}

	private void terminate(CoreSubscriber<? super DataBuffer> actual) {
		this.terminated = true;
		Throwable error = this.error;
		if (error != null && !this.direction.endsInPeace()) {
			actual.onError(error);
			return;
		}
		// A client that can still be told is told
		this.closing = true;
		if (error != null && this.requested.get() > 0 && this.boundary.isReached() && hasFrame()) {
			actual.onNext(this.buffers.wrap(frame()));
		}
		actual.onComplete();
	}

}
