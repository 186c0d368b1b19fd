package io.embeddedgateway.server;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What holds for a connection over HTTP/2, beside what Netty watches itself: requests
 * taken back, small CONTINUATION frames, empty DATA frames in a row.
 */
final class Http2Guard {

	/**
	 * How long a client has to read why its connection is closed.
	 */
	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final Log logger = LogFactory.getLog(Http2Guard.class);

	private final ChannelHandlerContext ctx;

	private final long headerTimeout;

	private final LazyTimer timer;

	private final Http2Frames frames;

	private long unfinishedSince;

	private boolean closing;

	Http2Guard(ServerPolicy policy, ChannelHandlerContext ctx) {
		this.ctx = ctx;
		this.headerTimeout = policy.headerTimeout().toNanos();
		this.timer = new LazyTimer(ctx.executor(), this::timeIsUp);
		this.frames = new Http2Frames(policy.http2().maxControlFrames(),
				TimeUnit.SECONDS.toNanos(Http2Policy.PERIOD_SECONDS), this.timer.now());
	}

	/**
	 * Whether the client sends too much.
	 * @param bytes what it sent
	 * @param start the index of the first byte that was not looked at
	 * @return {@code true} if it does
	 */
	boolean refuses(ByteBuf bytes, int start) {
		this.frames.received(bytes, start);
		return this.frames.isSpent() && this.frames.areTooMany(this.timer.now());
	}

	/**
	 * The codec read something.
	 */
	void received() {
		if (!this.frames.isUnfinished()) {
			this.timer.clear();
		}
		else if (!this.timer.isSet() || this.unfinishedSince != this.frames.finished()) {
			this.unfinishedSince = this.frames.finished();
			this.timer.set(this.headerTimeout);
		}
	}

	boolean isIdle() {
		Http2ConnectionHandler codec = this.ctx.pipeline().get(Http2ConnectionHandler.class);
		return codec != null && codec.connection().numActiveStreams() == 0;
	}

	void sent(int size) {
		this.frames.sent(size);
	}

	private void timeIsUp() {
		if (this.closing) {
			ChannelFuture unused = this.ctx.close();
		}
		else {
			close("headers took too long");
		}
	}

	/**
	 * Tell the client to calm down, and close.
	 * @param reason why
	 */
	void close(String reason) {
		logger.debug("Closed a connection of " + this.ctx.channel().remoteAddress() + ": " + reason);
		this.closing = true;
		this.timer.set(CLOSE_NANOS);
		Http2ConnectionHandler codec = this.ctx.pipeline().get(Http2ConnectionHandler.class);
		if (codec != null) {
			// As if it were about what is sent: nobody has to hear of it but the client
			codec.onError(this.ctx.pipeline().context(codec), true,
					Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, reason));
		}
	}

	void stop() {
		this.timer.close();
	}

}
