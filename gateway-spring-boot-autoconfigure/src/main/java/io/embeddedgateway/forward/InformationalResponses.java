package io.embeddedgateway.forward;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Drops responses that only announce the real one, such as {@code 103 Early Hints} (RFC
 * 9110 §15.2): the HTTP client would take them for it. A change of protocol is none of
 * them.
 */
final class InformationalResponses extends ChannelInboundHandlerAdapter {

	private boolean dropping;

	private InformationalResponses() {
	}

	static void dropOn(ChannelPipeline pipeline) {
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			pipeline.addAfter(NettyPipeline.HttpCodec, "gateway.informationalResponses", new InformationalResponses());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			this.dropping = response.decoderResult().isSuccess()
					&& response.status().codeClass() == HttpStatusClass.INFORMATIONAL
					&& response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
		}
		if (!this.dropping) {
			context.fireChannelRead(message);
			return;
		}
		ReferenceCountUtil.release(message);
		if (message instanceof LastHttpContent) {
			this.dropping = false;
			// What was asked for has not come yet
			context.read();
		}
	}

}
