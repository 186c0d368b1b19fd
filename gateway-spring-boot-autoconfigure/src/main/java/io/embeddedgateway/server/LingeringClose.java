package io.embeddedgateway.server;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client is still sending: a client that gets a reset may lose
 * the answer before it reads it (RFC 9112 §9.6). So the server says first that it will
 * send no more, and throws away for a while what comes.
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {

	private static final int SECONDS = 2;

	private final ChannelPromise closed;

	private @Nullable Future<?> end;

	/**
	 * Create a handler, which begins to close when it is added.
	 * @param closed is told when the connection is closed
	 */
	LingeringClose(ChannelPromise closed) {
		this.closed = closed;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.end = ctx.executor().schedule(() -> close(ctx), SECONDS, TimeUnit.SECONDS);
		if (ctx.channel() instanceof DuplexChannel duplex && ctx.pipeline().get(SslHandler.class) == null) {
			ChannelFuture unused = duplex.shutdownOutput();
		}
		ctx.channel().config().setAutoRead(false);
		ctx.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		ReferenceCountUtil.release(msg);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.read();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		close(ctx);
		ctx.fireChannelInactive();
	}

	private void close(ChannelHandlerContext ctx) {
		if (this.end != null) {
			this.end.cancel(false);
			this.end = null;
			ChannelFuture unused = ctx.close(this.closed);
		}
	}

}
