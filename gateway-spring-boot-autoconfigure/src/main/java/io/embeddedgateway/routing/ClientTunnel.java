package io.embeddedgateway.routing;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * Stands behind the codec of a connection on which a client asked for a WebSocket. What
 * the client sends from then on is no HTTP; what the server sends is, until it agrees to
 * the change of protocol. The handlers of the server stay, and see that a response with
 * status 101 begins and ends.
 */
final class ClientTunnel extends ChannelDuplexHandler {

	private static final String NAME = "gateway.tunnel";

	/**
	 * How long the last bytes may take to get to a client that reads no more.
	 */
	private static final int LINGER_SECONDS = 2;

	private final Channel channel;

	private final HttpServerCodec codec;

	private final TunnelInput input;

	private @Nullable TunnelOutput output;

	private boolean open;

	private ClientTunnel(Channel channel, HttpServerCodec codec) {
		this.channel = channel;
		this.codec = codec;
		this.input = new TunnelInput(channel);
	}

	/**
	 * Read no more HTTP from a connection.
	 * @param channel the connection, on which a request was received just now
	 * @return the tunnel, or {@code null} if that is not possible
	 */
	static @Nullable ClientTunnel install(Channel channel) {
		ChannelHandlerContext codec = channel.pipeline().context(HttpServerCodec.class);
		if (codec == null || !(codec.handler() instanceof HttpServerCodec http)) {
			return null;
		}
		ClientTunnel tunnel = new ClientTunnel(channel, http);
		channel.pipeline().addAfter(codec.name(), NAME, tunnel);
		// Passes on what it has read already
		http.removeInboundHandler();
		return tunnel;
	}

	/**
	 * The tunnel of a connection.
	 * @param channel the connection
	 * @return the tunnel, or {@code null} if the client did not ask for a WebSocket
	 */
	static @Nullable ClientTunnel of(Channel channel) {
		return channel.pipeline().get(ClientTunnel.class);
	}

	/**
	 * What the client sends.
	 * @return the bytes
	 */
	Flux<DataBuffer> input() {
		return this.input;
	}

	/**
	 * What the client is to get.
	 * @param bytes the bytes
	 * @return sends them when it is subscribed to, and has no elements itself
	 */
	Flux<DataBuffer> output(Publisher<DataBuffer> bytes) {
		this.output = new TunnelOutput(bytes, this.channel);
		return this.output;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (message instanceof ByteBuf bytes) {
			this.input.add(bytes);
		}
		else {
			super.channelRead(context, message);
		}
	}

	// What came before the end goes on its way first: the server gives everything up when
	// it hears of the end
	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.input.complete(context::fireChannelInactive);
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
		TunnelOutput output = this.output;
		if (output != null && this.channel.isWritable()) {
			output.writable();
		}
		super.channelWritabilityChanged(context);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (!this.open) {
			writeHttp(context, message, promise);
		}
		else if (message instanceof HttpObject) {
			ReferenceCountUtil.release(message);
			promise.trySuccess();
			if (message instanceof LastHttpContent) {
				finish(context);
			}
		}
		else {
			super.write(context, message, promise);
		}
	}

	private void writeHttp(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof HttpResponse response && response.status().code() >= 200) {
			// Nobody reads requests here any more
			HttpUtil.setKeepAlive(response, false);
		}
		boolean last = message instanceof LastHttpContent && !isInterim(message);
		boolean upgrade = message instanceof HttpResponse response && response.status().code() == 101;
		ChannelPromise written = promise.unvoid();
		super.write(context, message, written);
		if (upgrade) {
			this.open = true;
			context.pipeline().remove(this.codec);
		}
		else if (last) {
			written.addListener(ChannelFutureListener.CLOSE);
		}
	}

	private static boolean isInterim(Object message) {
		return message instanceof HttpResponse response && response.status().code() < 200;
	}

	private static void finish(ChannelHandlerContext context) {
		context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		Future<?> unused = context.executor().schedule(() -> close(context), LINGER_SECONDS, TimeUnit.SECONDS);
	}

	private static void close(ChannelHandlerContext context) {
		ChannelFuture unused = context.channel().close();
	}

}
