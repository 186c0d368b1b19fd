package io.embeddedgateway.routing;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

import io.embeddedgateway.InterimResponses;

/**
 * Sends interim responses to the client, which the server can't.
 */
final class ServerInterimResponses implements InterimResponses {

	private final HttpServerRequest request;

	private final ServerHttpResponse response;

	ServerInterimResponses(HttpServerRequest request, ServerHttpResponse response) {
		this.request = request;
		this.response = response;
	}

	@Override
	public void send(HttpStatusCode status, HttpHeaders headers) {
		// RFC 9110 §15.2: never to a client of HTTP/1.0
		if (!this.response.isCommitted() && !this.request.version().equals(HttpVersion.HTTP_1_0)) {
			write(ServerChannel.of(this.request), status, headers);
		}
	}

	// Past the handler that counts responses, which would take it for the response
	private static void write(Channel channel, HttpStatusCode status, HttpHeaders headers) {
		ChannelHandlerContext server = channel.pipeline().context(NettyPipeline.HttpTrafficHandler);
		if (server != null) {
			FullHttpResponse message = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
					HttpResponseStatus.valueOf(status.value()), Unpooled.EMPTY_BUFFER);
			headers.headerNames().forEach((name) -> message.headers().add(name, headers.getOrEmpty(name)));
			ChannelFuture unused = server.writeAndFlush(message);
		}
	}

}
