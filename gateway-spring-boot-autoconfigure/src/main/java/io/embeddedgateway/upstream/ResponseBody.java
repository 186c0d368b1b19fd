package io.embeddedgateway.upstream;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The body of a response. What nobody has asked for yet waits here, and when that is
 * much, no more is read.
 */
final class ResponseBody extends Flux<DataBuffer> implements Subscription {

	/**
	 * From so many bytes on, nothing more is read until they are taken.
	 */
	private static final int MUCH = 64 * 1024;

	private final Exchange exchange;

	private final HttpStream stream;

	private final NettyDataBufferFactory buffers;

	private @Nullable ArrayDeque<ByteBuf> waiting;

	private int waitingBytes;

	private @Nullable CoreSubscriber<? super DataBuffer> subscriber;

	private long requested;

	private boolean paused;

	private boolean complete;

	private @Nullable Throwable error;

	private boolean terminated;

	private boolean draining;

	ResponseBody(Exchange exchange, HttpStream stream) {
		this.exchange = exchange;
		this.stream = stream;
		this.buffers = new NettyDataBufferFactory(stream.channel().alloc());
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		if (this.stream.channel().eventLoop().inEventLoop()) {
			subscribeHere(actual);
		}
		else {
			this.stream.channel().eventLoop().execute(() -> subscribeHere(actual));
		}
	}

	private void subscribeHere(CoreSubscriber<? super DataBuffer> actual) {
		if (this.subscriber != null || this.terminated) {
			Operators.error(actual, new IllegalStateException("The body of a response can be read once"));
			return;
		}
		this.subscriber = actual;
		actual.onSubscribe(this);
		drain();
	}

	@Override
	public void request(long count) {
		if (this.stream.channel().eventLoop().inEventLoop()) {
			requestHere(count);
		}
		else {
			this.stream.channel().eventLoop().execute(() -> requestHere(count));
		}
	}

	private void requestHere(long count) {
		if (Operators.validate(count) && !this.terminated) {
			this.requested = Operators.addCap(this.requested, count);
			this.exchange.progress();
			drain();
		}
	}

	@Override
	public void cancel() {
		if (this.stream.channel().eventLoop().inEventLoop()) {
			cancelHere();
		}
		else {
			this.stream.channel().eventLoop().execute(this::cancelHere);
		}
	}

	private void cancelHere() {
		if (!this.terminated) {
			terminate();
			if (!this.complete) {
				this.exchange.abort(Http2Error.CANCEL);
			}
		}
	}

	void add(ByteBuf content) {
		if (this.terminated) {
			content.release();
			return;
		}
		ArrayDeque<ByteBuf> waiting = this.waiting;
		if (this.requested > 0 && !this.draining && (waiting == null || waiting.isEmpty())) {
			emit(content);
			return;
		}
		if (waiting == null) {
			waiting = new ArrayDeque<>(4);
			this.waiting = waiting;
		}
		waiting.add(content);
		this.waitingBytes += content.readableBytes();
		if (this.waitingBytes >= MUCH && !this.paused && !this.complete) {
			this.paused = true;
			this.stream.setReading(false);
		}
	}

	/**
	 * Whether it is for the reader that nothing moves.
	 * @return {@code true} if the reader has not asked for what is there
	 */
	boolean isHeldBack() {
		return this.waitingBytes > 0;
	}

	void complete() {
		this.complete = true;
		// The connection may belong to another request from here on
		resume();
		drain();
	}

	void fail(Throwable error) {
		this.error = error;
		this.complete = true;
		drain();
	}

	private void drain() {
		CoreSubscriber<? super DataBuffer> subscriber = this.subscriber;
		if (subscriber == null || this.draining) {
			return;
		}
		this.draining = true;
		ArrayDeque<ByteBuf> waiting = this.waiting;
		while (waiting != null && this.requested > 0 && !waiting.isEmpty() && !this.terminated) {
			ByteBuf next = waiting.remove();
			this.waitingBytes -= next.readableBytes();
			emit(next);
		}
		this.draining = false;
		boolean empty = waiting == null || waiting.isEmpty();
		if (this.complete && empty && !this.terminated) {
			terminate();
			if (this.error != null) {
				subscriber.onError(this.error);
			}
			else {
				subscriber.onComplete();
			}
		}
		else if (empty) {
			resume();
		}
	}

	private void emit(ByteBuf content) {
		if (this.requested != Long.MAX_VALUE) {
			this.requested--;
		}
		if (this.subscriber != null) {
			this.subscriber.onNext(this.buffers.wrap(content));
		}
	}

	private void resume() {
		if (this.paused) {
			this.paused = false;
			this.stream.setReading(true);
		}
	}

	private void terminate() {
		this.terminated = true;
		ArrayDeque<ByteBuf> waiting = this.waiting;
		if (waiting != null) {
			waiting.forEach(ByteBuf::release);
			waiting.clear();
		}
		resume();
		this.exchange.ended();
	}

}
