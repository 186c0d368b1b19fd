package io.embeddedgateway.server;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Watches the bytes of one connection in front of the codec, whichever protocol it turns
 * out to have, and cuts off what takes too long or is too much.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

	private final ServerPolicy policy;

	private final Uploads uploads;

	private final Http1Guard http1;

	private final @Nullable IdleCheck idleCheck;

	private final Http2Preface preface = new Http2Preface();

	private @Nullable Http2Guard http2;

	private boolean begun;

	private boolean closing;

	/**
	 * Create a guard.
	 * @param policy the limits
	 * @param channel the connection
	 * @param idleTimeout how long nothing may happen on it, or {@code null} if somebody
	 * else looks after that
	 */
	ConnectionGuard(ServerPolicy policy, Channel channel, @Nullable Duration idleTimeout) {
		this.policy = policy;
		this.uploads = new Uploads(policy, channel.eventLoop());
		this.http1 = new Http1Guard(policy, channel, this.uploads);
		this.idleCheck = (idleTimeout != null) ? new IdleCheck(channel, idleTimeout) : null;
	}

	/**
	 * Whether nothing is in work on the connection.
	 * @return {@code true} if so
	 */
	boolean isIdle() {
		return (this.http2 != null) ? this.http2.isIdle() : this.http1.isIdle();
	}

	Uploads uploads() {
		return this.uploads;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (this.closing) {
			ReferenceCountUtil.release(msg);
			return;
		}
		if (!(msg instanceof ByteBuf bytes)) {
			ctx.fireChannelRead(msg);
			return;
		}
		if (!this.begun) {
			begin(ctx);
		}
		if (this.idleCheck != null) {
			this.idleCheck.touch();
		}
		int start = (this.http2 != null) ? bytes.readerIndex() : http2Start(ctx, bytes);
		if (this.http2 != null) {
			readHttp2(ctx, this.http2, bytes, start);
		}
		else {
			int size = bytes.readableBytes();
			ctx.fireChannelRead(bytes);
			this.http1.received(size);
		}
	}

	// With TLS, the codec for HTTP/1.1 is there only once the handshake is done
	private void begin(ChannelHandlerContext ctx) {
		this.begun = true;
		if (ctx.pipeline().get(NettyPipeline.HttpTrafficHandler) != null) {
			ctx.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, null, this.http1.requests());
		}
	}

	private int http2Start(ChannelHandlerContext ctx, ByteBuf bytes) {
		int start = this.http1.isBetweenRequests() ? this.preface.endIn(bytes) : -1;
		if (start >= 0) {
			this.http2 = new Http2Guard(this.policy, ctx);
		}
		return start;
	}

	private void readHttp2(ChannelHandlerContext ctx, Http2Guard guard, ByteBuf bytes, int start) {
		if (guard.refuses(bytes, start)) {
			bytes.release();
			this.closing = true;
			guard.close("too many frames without a request");
			return;
		}
		int size = bytes.readableBytes();
		if (start > bytes.readerIndex()) {
			// The words alone first: they bring the codec
			ctx.fireChannelRead(bytes.readRetainedSlice(start - bytes.readerIndex()));
			Http2Targets.check(ctx.pipeline());
		}
		ctx.fireChannelRead(bytes);
		if (ctx.pipeline().get(Http2ConnectionHandler.class) != null || !ctx.channel().isActive()) {
			guard.received();
		}
		else {
			// The words were there, but nobody understood them
			guard.stop();
			this.http2 = null;
			this.http1.received(size);
		}
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		if (this.http2 != null || this.http1.isReadAllowed()) {
			ctx.read();
		}
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (this.http2 != null && msg instanceof ByteBuf bytes) {
			this.http2.sent(bytes.readableBytes());
		}
		ChannelFuture unused = ctx.write(msg, promise);
	}

	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		if (this.http2 == null && !this.closing && ctx.channel().isActive() && this.http1.isAnsweredInBody()) {
			this.closing = true;
			stop();
			ctx.pipeline().addBefore(ctx.name(), null, new LingeringClose(promise));
		}
		else {
			ChannelFuture unused = ctx.close(promise);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		stop();
		ctx.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		stop();
	}

	private void stop() {
		this.http1.stop();
		this.uploads.close();
		if (this.idleCheck != null) {
			this.idleCheck.stop();
		}
		if (this.http2 != null) {
			this.http2.stop();
		}
	}

}
