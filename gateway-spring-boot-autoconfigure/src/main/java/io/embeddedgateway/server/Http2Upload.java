package io.embeddedgateway.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Watches the upload of one request over HTTP/2, on the channel of its stream.
 */
final class Http2Upload extends ChannelDuplexHandler {

	private final Uploads uploads;

	private @Nullable Upload upload;

	private boolean answered;

	Http2Upload(Uploads uploads) {
		this.uploads = uploads;
	}

	/**
	 * Whether a request has a body that should come without pauses: that of gRPC and of a
	 * tunnel is a stream that lasts as long as there is something to tell.
	 * @param request the request
	 * @return {@code true} if it has
	 */
	static boolean isUpload(HttpServerRequest request) {
		HttpHeaders headers = request.requestHeaders();
		boolean body = headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
				|| headers.contains(HttpHeaderNames.CONTENT_LENGTH);
		if (!body || request.method().equals(HttpMethod.CONNECT)) {
			return false;
		}
		String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
		return type == null || !type.regionMatches(true, 0, "application/grpc", 0, 16);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.upload = new Upload(ctx.channel(), () -> cutOff(ctx));
		this.uploads.begin(this.upload);
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		if (this.upload != null && isOpenToTheClient(ctx.channel())) {
			this.upload.awaited(this.uploads.now());
		}
		ctx.read();
	}

	// As long as other uploads of this client fill the window of the connection, it can't
	// send anything for this one
	private static boolean isOpenToTheClient(Channel stream) {
		Http2ConnectionHandler codec = stream.parent().pipeline().get(Http2ConnectionHandler.class);
		if (codec == null) {
			return false;
		}
		Http2Connection connection = codec.connection();
		return connection.local().flowController().windowSize(connection.connectionStream()) > 0;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof Http2DataFrame data) {
			received(data.initialFlowControlledBytes(), data.isEndStream());
		}
		else if (msg instanceof Http2HeadersFrame trailers) {
			received(0, trailers.isEndStream());
		}
		ctx.fireChannelRead(msg);
	}

	private void received(int size, boolean last) {
		Upload current = this.upload;
		if (current != null) {
			current.received(size, this.uploads.now());
			if (last) {
				end();
			}
		}
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (msg instanceof Http2HeadersFrame headers && !"100".contentEquals(headers.headers().status())) {
			this.answered = true;
		}
		ChannelFuture unused = ctx.write(msg, promise);
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		end();
		ctx.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		end();
	}

	private void end() {
		if (this.upload != null) {
			this.uploads.end(this.upload);
			this.upload = null;
		}
	}

	private void cutOff(ChannelHandlerContext ctx) {
		if (!this.answered) {
			ChannelFuture unused = ctx.write(new DefaultHttp2HeadersFrame(
					new DefaultHttp2Headers().status(HttpResponseStatus.REQUEST_TIMEOUT.codeAsText()), true));
		}
		ctx.flush();
		ChannelFuture unused = ctx.close();
	}

}
