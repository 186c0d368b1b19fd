package io.embeddedgateway.routing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.support.Netty4HeadersAdapter;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Keeps the trailers of requests, which the server drops.
 */
final class RequestTrailers extends ChannelInboundHandlerAdapter {

	private static final String NAME = "gateway.requestTrailers";

	private volatile @Nullable LastHttpContent end;

	private RequestTrailers() {
	}

	/**
	 * The trailers of a request whose body has not been read.
	 * @param request the request
	 * @return the trailers, known when the body was read to its end
	 */
	static Mono<HttpHeaders> of(HttpServerRequest request) {
		RequestTrailers handler = on(ServerChannel.of(request).pipeline());
		return Mono.fromSupplier(() -> trailers(handler.end));
	}

	private static RequestTrailers on(ChannelPipeline pipeline) {
		RequestTrailers present = pipeline.get(RequestTrailers.class);
		if (present != null) {
			return present;
		}
		RequestTrailers added = new RequestTrailers();
		pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, added);
		return added;
	}

	private static @Nullable HttpHeaders trailers(@Nullable LastHttpContent end) {
		return (end != null && !end.trailingHeaders().isEmpty())
				? new HttpHeaders(new Netty4HeadersAdapter(end.trailingHeaders())) : null;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (message instanceof HttpRequest) {
			this.end = null;
		}
		if (message instanceof LastHttpContent last) {
			this.end = last;
		}
		super.channelRead(context, message);
	}

}
