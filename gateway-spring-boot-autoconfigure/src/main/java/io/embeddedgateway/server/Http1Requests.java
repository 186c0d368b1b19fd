package io.embeddedgateway.server;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * How far the requests of an HTTP/1.1 connection are, and their responses. Stands behind
 * the codec.
 */
final class Http1Requests extends ChannelDuplexHandler {

	private final int maxPending;

	private final Runnable whenFewer;

	private int pending;

	private boolean inBody;

	private boolean progressed;

	private boolean continueAwaited;

	private boolean informational;

	private boolean answering;

	private boolean upgraded;

	private boolean refused;

	private boolean lastAnswer;

	private long announced = -1;

	private long left;

	/**
	 * Create a handler.
	 * @param maxPending the most requests that are not answered
	 * @param whenFewer what to do when a request was answered
	 */
	Http1Requests(int maxPending, Runnable whenFewer) {
		this.maxPending = maxPending;
		this.whenFewer = whenFewer;
	}

	/**
	 * Whether anything of a request was complete since this was asked last: its headers,
	 * a part of its body, or its end.
	 * @return {@code true} if it was
	 */
	boolean takeProgress() {
		boolean result = this.progressed;
		this.progressed = false;
		return result;
	}

	/**
	 * Whether the headers of a request have come, but not the end of its body.
	 * @return {@code true} if so
	 */
	boolean isInBody() {
		return this.inBody;
	}

	/**
	 * Whether the client waits for the server to say that it may send its body.
	 * @return {@code true} if so
	 */
	boolean isContinueAwaited() {
		return this.continueAwaited;
	}

	/**
	 * The number of requests that are not answered.
	 * @return the number
	 */
	int pending() {
		return this.pending;
	}

	/**
	 * Whether a response has begun that is not at its end.
	 * @return {@code true} if so
	 */
	boolean isAnswering() {
		return this.answering;
	}

	/**
	 * Whether the connection has another protocol by now.
	 * @return {@code true} if it has
	 */
	boolean isUpgraded() {
		return this.upgraded;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		this.progressed = true;
		if (this.refused) {
			ReferenceCountUtil.release(msg);
			return;
		}
		if (msg instanceof HttpRequest request) {
			this.pending++;
			if (this.pending > this.maxPending) {
				this.refused = true;
				ReferenceCountUtil.release(msg);
				ChannelFuture unused = ctx.channel().close();
				return;
			}
			this.inBody = true;
			this.continueAwaited = HttpUtil.is100ContinueExpected(request);
		}
		if (msg instanceof LastHttpContent) {
			this.inBody = false;
			this.continueAwaited = false;
		}
		ctx.fireChannelRead(msg);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (msg instanceof HttpResponse response) {
			int status = response.status().code();
			this.informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
			this.continueAwaited &= status != HttpResponseStatus.CONTINUE.code();
			this.upgraded |= status == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
			this.answering |= !this.informational;
			this.announced = this.informational ? -1 : HttpUtil.getContentLength(response, -1L);
			this.left = this.announced;
			if (this.continueAwaited && !this.informational) {
				// The client may send the body or not: what comes next can't be told
				// apart (RFC 9110 §10.1.1)
				this.lastAnswer = true;
				HttpUtil.setKeepAlive(response, false);
			}
		}
		if (this.announced >= 0 && isTooLong(msg)) {
			cutOff(ctx, msg, promise);
			return;
		}
		boolean last = msg instanceof LastHttpContent && !this.informational;
		// Nothing at all is what HEAD is answered with
		this.lastAnswer |= last && this.left > 0 && this.left < this.announced;
		ChannelFuture written = ctx.write(msg, this.lastAnswer ? promise.unvoid() : promise);
		if (last) {
			this.answering = false;
			this.pending--;
			this.whenFewer.run();
			if (this.lastAnswer) {
				written.addListener(ChannelFutureListener.CLOSE);
			}
		}
	}

	private boolean isTooLong(Object message) {
		if (message instanceof ByteBuf bytes) {
			this.left -= bytes.readableBytes();
		}
		else if (message instanceof ByteBufHolder holder) {
			this.left -= holder.content().readableBytes();
		}
		return this.left < 0;
	}

	// What goes beyond the announced length, the client would take for the next response
	private static void cutOff(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
		ReferenceCountUtil.release(message);
		promise.tryFailure(new IOException("The body is longer than its 'Content-Length'"));
		ctx.flush();
		ChannelFuture unused = ctx.channel().close();
	}

}
