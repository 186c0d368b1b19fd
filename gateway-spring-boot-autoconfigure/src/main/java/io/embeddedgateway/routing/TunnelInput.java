package io.embeddedgateway.routing;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * What a client sends on a connection that has become a tunnel. What nobody has asked for
 * yet waits here, and when that is much, no more is read.
 */
final class TunnelInput extends Flux<DataBuffer> implements Subscription {

	/**
	 * From so many bytes on, nothing more is read until they are taken.
	 */
	private static final int MUCH = 64 * 1024;

	private final Channel channel;

	private final NettyDataBufferFactory buffers;

	private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(4);

	private int waitingBytes;

	private @Nullable CoreSubscriber<? super DataBuffer> subscriber;

	private long requested;

	private @Nullable Runnable whenTaken;

	private boolean cancelled;

	private boolean terminated;

	private boolean draining;

	TunnelInput(Channel channel) {
		this.channel = channel;
		this.buffers = new NettyDataBufferFactory(channel.alloc());
	}

	private void onLoop(Runnable task) {
		if (this.channel.eventLoop().inEventLoop()) {
			task.run();
		}
		else {
			this.channel.eventLoop().execute(task);
		}
	}

	void add(ByteBuf bytes) {
		if (this.cancelled) {
			bytes.release();
			return;
		}
		this.waiting.add(bytes);
		this.waitingBytes += bytes.readableBytes();
		drain();
		if (this.waitingBytes >= MUCH) {
			this.channel.config().setAutoRead(false);
		}
	}

	/**
	 * The client sends no more.
	 * @param whenTaken to be run when somebody has what it sent before, or nobody wants
	 * it
	 */
	void complete(Runnable whenTaken) {
		this.whenTaken = whenTaken;
		if (this.subscriber == null) {
			cancelHere();
		}
		drain();
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		onLoop(() -> {
			if (this.subscriber != null) {
				Operators.error(actual, new IllegalStateException("What a client sends can be read once"));
				return;
			}
			this.subscriber = actual;
			actual.onSubscribe(this);
			drain();
		});
	}

	@Override
	public void request(long count) {
		if (Operators.validate(count)) {
			onLoop(() -> {
				this.requested = Operators.addCap(this.requested, count);
				drain();
			});
		}
	}

	@Override
	public void cancel() {
		onLoop(this::cancelHere);
	}

	private void cancelHere() {
		this.cancelled = true;
		this.waiting.forEach(ByteBuf::release);
		this.waiting.clear();
		this.waitingBytes = 0;
		drain();
	}

	private void drain() {
		if (this.draining) {
			return;
		}
		this.draining = true;
		CoreSubscriber<? super DataBuffer> subscriber = this.subscriber;
		while (subscriber != null && this.requested > 0 && !this.waiting.isEmpty()) {
			if (this.requested != Long.MAX_VALUE) {
				this.requested--;
			}
			ByteBuf next = this.waiting.remove();
			this.waitingBytes -= next.readableBytes();
			subscriber.onNext(this.buffers.wrap(next));
		}
		this.draining = false;
		if (this.waiting.isEmpty()) {
			taken(subscriber);
		}
	}

	private void taken(@Nullable CoreSubscriber<? super DataBuffer> subscriber) {
		Runnable whenTaken = this.whenTaken;
		if (whenTaken == null) {
			// Also so that the end is noticed when nobody reads
			this.channel.config().setAutoRead(true);
		}
		else if (!this.terminated) {
			this.terminated = true;
			if (subscriber != null && !this.cancelled) {
				subscriber.onComplete();
			}
			whenTaken.run();
		}
	}

}
