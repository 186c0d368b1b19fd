package io.embeddedgateway.server;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests over HTTP/2 whose method or target could not stand in a request line
 * of HTTP/1.1. Netty refuses them too, but only once it has allocated a buffer, which it
 * then loses.
 */
final class Http2Targets extends ChannelInboundHandlerAdapter {

	private Http2Targets() {
	}

	static void check(ChannelPipeline pipeline) {
		ChannelHandlerContext codec = pipeline.context(Http2FrameCodec.class);
		if (codec != null && pipeline.get(Http2Targets.class) == null) {
			pipeline.addAfter(codec.name(), null, new Http2Targets());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof Http2HeadersFrame frame && !isProper(frame.headers())) {
			ChannelFuture unused = ctx
				.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR).stream(frame.stream()));
		}
		else {
			ctx.fireChannelRead(msg);
		}
	}

	// Trailers have none of them
	private static boolean isProper(Http2Headers headers) {
		return isWord(headers.method()) && isWord(headers.path()) && isWord(headers.authority());
	}

	private static boolean isWord(@Nullable CharSequence text) {
		if (text == null) {
			return true;
		}
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
				return false;
			}
		}
		return !text.isEmpty();
	}

}
