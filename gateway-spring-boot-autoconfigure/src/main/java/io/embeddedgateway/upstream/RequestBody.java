package io.embeddedgateway.upstream;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Sends the body of a request as fast as the instance takes it.
 */
final class RequestBody implements CoreSubscriber<DataBuffer> {

	/**
	 * Nothing more is asked for while so many bytes wait to be flushed.
	 */
	private static final int MUCH = 32 * 1024;

	private final Exchange exchange;

	private final HttpStream stream;

	private final EventLoop loop;

	/**
	 * Makes a message of bytes.
	 */
	private final Function<ByteBuf, Object> message;

	private final long announced;

	private long sent;

	/**
	 * How many bytes wait to be flushed; the head of the request counts as one.
	 */
	private int unflushed = 1;

	private boolean flushing;

	private boolean waiting;

	private boolean over;

	private @Nullable Subscription subscription;

	RequestBody(Exchange exchange, HttpStream stream, long announced, Function<ByteBuf, Object> message) {
		this.exchange = exchange;
		this.stream = stream;
		this.loop = stream.channel().eventLoop();
		this.announced = announced;
		this.message = message;
	}

	@Override
	public Context currentContext() {
		return this.exchange.context();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (this.loop.inEventLoop()) {
			begin(subscription);
		}
		else {
			this.loop.execute(() -> begin(subscription));
		}
	}

	private void begin(Subscription subscription) {
		if (this.over) {
			subscription.cancel();
		}
		else if (Operators.validate(this.subscription, subscription)) {
			this.subscription = subscription;
			subscription.request(1);
			flushSoon();
		}
	}

	@Override
	public void onNext(DataBuffer buffer) {
		if (this.loop.inEventLoop()) {
			send(buffer);
		}
		else {
			this.loop.execute(() -> send(buffer));
		}
	}

	private void send(DataBuffer buffer) {
		ByteBuf content = NettyDataBufferFactory.toByteBuf(buffer);
		int length = content.readableBytes();
		this.sent += length;
		if (this.over || isTooLong()) {
			content.release();
			if (!this.over) {
				fail(new IllegalStateException("The body is longer than its 'Content-Length'"));
			}
			return;
		}
		this.exchange.progress();
		this.unflushed += length;
		this.stream.write(this.message.apply(content));
		if (this.unflushed >= MUCH) {
			flush();
		}
		else {
			flushSoon();
		}
		next();
	}

	// Once for all that was read together
	private void flushSoon() {
		if (!this.flushing && !this.over) {
			this.flushing = true;
			this.loop.execute(this::flush);
		}
	}

	private boolean isTooLong() {
		return this.announced >= 0 && this.sent > this.announced;
	}

	private void flush() {
		this.flushing = false;
		if (this.unflushed > 0 && !this.over) {
			this.unflushed = 0;
			this.stream.flush();
		}
	}

	private void next() {
		Subscription subscription = this.subscription;
		if (this.over || subscription == null) {
			return;
		}
		if (this.stream.channel().isWritable()) {
			this.waiting = false;
			subscription.request(1);
		}
		else {
			this.waiting = true;
			flush();
		}
	}

	void writable() {
		if (this.waiting) {
			this.exchange.progress();
			next();
		}
	}

	/**
	 * Whether it is for the instance that nothing moves.
	 * @return {@code true} if the instance has not taken what is there
	 */
	boolean isHeldBack() {
		return this.waiting;
	}

	@Override
	public void onComplete() {
		if (this.loop.inEventLoop()) {
			complete();
		}
		else {
			this.loop.execute(this::complete);
		}
	}

	private void complete() {
		if (this.over) {
			return;
		}
		if (this.announced > this.sent) {
			fail(new IllegalStateException("The body is shorter than its 'Content-Length'"));
			return;
		}
		this.over = true;
		this.exchange.requestComplete();
	}

	@Override
	public void onError(Throwable error) {
		if (this.loop.inEventLoop()) {
			fail(error);
		}
		else {
			this.loop.execute(() -> fail(error));
		}
	}

	private void fail(Throwable error) {
		if (this.over) {
			return;
		}
		cancel();
		this.exchange.broken(UpstreamFault.CLIENT_BODY, error);
	}

	void cancel() {
		if (!this.over) {
			this.over = true;
			if (this.subscription != null) {
				this.subscription.cancel();
			}
		}
	}

}
