package io.embeddedgateway.upstream;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Where requests are sent one after the other: a connection of HTTP/1.1, or a stream of
 * HTTP/2. All calls come on its event loop.
 */
final class HttpStream extends ChannelInboundHandlerAdapter implements Runnable {

	/**
	 * How long what was written may take to get out when the other side has gone.
	 */
	private static final int LINGER_SECONDS = 2;

	private final Channel channel;

	private final StreamOwner owner;

	private @Nullable Exchange exchange;

	private boolean used;

	private boolean reading;

	/**
	 * Whether the last exchange is over, but what was read with its end is not through.
	 */
	private boolean ending;

	private long deadline;

	private long timerAt;

	private @Nullable Future<?> timer;

	/**
	 * Create a stream.
	 * @param channel where its messages go
	 * @param owner what it belongs to
	 * @param used whether its connection was answered on before
	 */
	HttpStream(Channel channel, StreamOwner owner, boolean used) {
		this.channel = channel;
		this.owner = owner;
		this.used = used;
	}

	Channel channel() {
		return this.channel;
	}

	/**
	 * Whether the connection was answered on before.
	 * @return {@code true} if so
	 */
	boolean wasUsed() {
		return this.used;
	}

	void begin(Exchange exchange) {
		this.exchange = exchange;
		this.owner.beginning(exchange.request());
		exchange.begin(this);
	}

	void write(Object message) {
		ChannelFuture unused = this.channel.write(message, this.channel.voidPromise());
	}

	void flush() {
		this.channel.flush();
	}

	/**
	 * Go on to read, or stop.
	 * @param reading whether to read
	 */
	void setReading(boolean reading) {
		try {
			this.channel.config().setAutoRead(reading);
		}
		catch (RuntimeException ex) {
			// Epoll may refuse while the connection closes; that is for this connection
			// alone, not for whoever happens to ask
			closeNow();
		}
	}

	/**
	 * From here on only bytes pass, both ways.
	 */
	void switchToBytes() {
		this.owner.switchToBytes();
	}

	/**
	 * The exchange is over, and what it had to say and to hear was said and heard.
	 */
	void free() {
		this.exchange = null;
		this.used = true;
		if (this.reading) {
			this.ending = true;
		}
		else {
			release();
		}
	}

	/**
	 * The exchange is over, and has left something unsaid or unheard.
	 * @param error why, as HTTP/2 has to say it
	 */
	void close(Http2Error error) {
		this.exchange = null;
		this.owner.closing(error);
	}

	/**
	 * Close when all is sent, or can't be.
	 */
	void finish() {
		this.channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		Future<?> unused = this.channel.eventLoop().schedule(this::closeNow, LINGER_SECONDS, TimeUnit.SECONDS);
	}

	private void closeNow() {
		ChannelFuture unused = this.channel.close();
	}

	private void release() {
		this.ending = false;
		// What an instance says beyond its response must not become the next response
		this.owner.freed(this);
	}

	/**
	 * Tell the exchange when it does not go on in time.
	 * @param timeout the longest time from now
	 */
	void expectWithin(Duration timeout) {
		long nanos = timeout.toNanos();
		this.deadline = System.nanoTime() + nanos;
		// In most cases the timer that runs already will do, and looks again
		if (this.timer == null || this.timerAt - this.deadline > 0) {
			stopTimer();
			startTimer(nanos);
		}
	}

	private void startTimer(long nanos) {
		this.timerAt = this.deadline;
		this.timer = this.channel.eventLoop().schedule(this, nanos, TimeUnit.NANOSECONDS);
	}

	private void stopTimer() {
		Future<?> timer = this.timer;
		if (timer != null) {
			timer.cancel(false);
			this.timer = null;
		}
	}

	@Override
	public void run() {
		this.timer = null;
		Exchange exchange = this.exchange;
		if (exchange != null) {
			long left = this.deadline - System.nanoTime();
			if (left > 0) {
				startTimer(left);
			}
			else {
				exchange.timedOut();
			}
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.reading = true;
		Exchange exchange = this.exchange;
		if (exchange == null) {
			ReferenceCountUtil.release(message);
			this.owner.closing(Http2Error.PROTOCOL_ERROR);
		}
		else {
			exchange.read(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.reading = false;
		if (this.ending) {
			release();
		}
		else if (this.exchange != null) {
			this.exchange.readComplete();
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.exchange != null && this.channel.isWritable()) {
			this.exchange.writable();
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof Http2ResetFrame reset && this.exchange != null) {
			// After a whole response, of which some may not have been read yet, it only
			// says that the rest of the request is not wanted (RFC 9113 §8.1)
			if (reset.errorCode() != Http2Error.NO_ERROR.code()) {
				this.exchange.reset(reset.errorCode());
			}
		}
		else if (event instanceof Http2GoAwayFrame && this.exchange != null) {
			// Sent to those streams alone that the instance will not work on
			this.exchange.reset(Http2Error.REFUSED_STREAM.code());
		}
		ReferenceCountUtil.release(event);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.exchange != null) {
			this.exchange.broken(fault(cause), cause);
		}
		this.owner.closing(Http2Error.INTERNAL_ERROR);
	}

	private static UpstreamFault fault(Throwable cause) {
		if (cause instanceof Http2Exception http2 && http2.error() == Http2Error.REFUSED_STREAM) {
			return UpstreamFault.REFUSED;
		}
		return (cause instanceof IOException) ? UpstreamFault.CLOSED : UpstreamFault.MALFORMED;
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		stopTimer();
		this.reading = false;
		this.ending = false;
		if (this.exchange != null) {
			this.exchange.broken(UpstreamFault.CLOSED, null);
		}
		this.owner.closed();
	}

}
