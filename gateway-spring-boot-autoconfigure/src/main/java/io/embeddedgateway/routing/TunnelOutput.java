package io.embeddedgateway.routing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Sends bytes to a client as fast as it takes them. Whoever subscribes gets nothing but
 * the end.
 */
final class TunnelOutput extends Flux<DataBuffer> implements CoreSubscriber<DataBuffer>, Subscription {

	/**
	 * Nothing more is asked for while so many bytes wait to be flushed.
	 */
	private static final int MUCH = 32 * 1024;

	private final Publisher<DataBuffer> source;

	private final Channel channel;

	private @Nullable CoreSubscriber<? super DataBuffer> actual;

	private @Nullable Subscription subscription;

	private int unflushed;

	private boolean flushing;

	private boolean waiting;

	private boolean over;

	TunnelOutput(Publisher<DataBuffer> source, Channel channel) {
		this.source = source;
		this.channel = channel;
	}

	private void onLoop(Runnable task) {
		if (this.channel.eventLoop().inEventLoop()) {
			task.run();
		}
		else {
			this.channel.eventLoop().execute(task);
		}
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.actual = actual;
		actual.onSubscribe(this);
		this.source.subscribe(this);
	}

	@Override
	public Context currentContext() {
		CoreSubscriber<? super DataBuffer> actual = this.actual;
		return (actual != null) ? actual.currentContext() : Context.empty();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		onLoop(() -> {
			if (this.over) {
				subscription.cancel();
			}
			else if (Operators.validate(this.subscription, subscription)) {
				this.subscription = subscription;
				subscription.request(1);
			}
		});
	}

	@Override
	public void onNext(DataBuffer bytes) {
		onLoop(() -> send(bytes));
	}

	private void send(DataBuffer buffer) {
		ByteBuf bytes = NettyDataBufferFactory.toByteBuf(buffer);
		if (this.over) {
			bytes.release();
			return;
		}
		this.unflushed += bytes.readableBytes();
		ChannelFuture unused = this.channel.write(bytes);
		if (this.unflushed >= MUCH) {
			flush();
		}
		else if (!this.flushing) {
			// Once for all that was read together
			this.flushing = true;
			this.channel.eventLoop().execute(this::flush);
		}
		proceed();
	}

	private void flush() {
		this.flushing = false;
		if (this.unflushed > 0) {
			this.unflushed = 0;
			this.channel.flush();
		}
	}

	private void proceed() {
		Subscription subscription = this.subscription;
		if (this.over || subscription == null) {
			return;
		}
		this.waiting = !this.channel.isWritable();
		if (this.waiting) {
			flush();
		}
		else {
			subscription.request(1);
		}
	}

	void writable() {
		if (this.waiting) {
			proceed();
		}
	}

	@Override
	public void onComplete() {
		onLoop(() -> end(null));
	}

	@Override
	public void onError(Throwable error) {
		onLoop(() -> end(error));
	}

	private void end(@Nullable Throwable error) {
		CoreSubscriber<? super DataBuffer> actual = this.actual;
		if (this.over || actual == null) {
			return;
		}
		this.over = true;
		flush();
		if (error != null) {
			actual.onError(error);
		}
		else {
			actual.onComplete();
		}
	}

	@Override
	public void request(long count) {
		// There is nothing to ask for
	}

	@Override
	public void cancel() {
		onLoop(() -> {
			this.over = true;
			if (this.subscription != null) {
				this.subscription.cancel();
			}
		});
	}

}
