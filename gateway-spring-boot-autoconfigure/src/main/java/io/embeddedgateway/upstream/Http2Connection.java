package io.embeddedgateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection.Endpoint;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2 (RFC 9113): each request has a stream of its own.
 */
final class Http2Connection implements UpstreamConnection {

	/**
	 * The most requests at a time, whatever the instance allows.
	 */
	private static final int MAX_STREAMS = 1000;

	/**
	 * What may come of one body before it has to be asked for.
	 */
	private static final int STREAM_WINDOW = 256 * 1024;

	/**
	 * The same for all streams together: enough for each, so that however many readers
	 * are slow, the others go on.
	 */
	private static final int CONNECTION_WINDOW = MAX_STREAMS * STREAM_WINDOW;

	private final Channel channel;

	private final InstancePool pool;

	private final Endpoint<?> streams;

	private final boolean secure;

	private final Lifetime lifetime;

	private int inFlight;

	private boolean used;

	private boolean goingAway;

	/**
	 * Create a connection.
	 * @param channel a channel that has the {@linkplain #codec codec} already, and on
	 * which the instance has sent its settings
	 * @param pool the pool it belongs to
	 * @param policy how it is used
	 */
	Http2Connection(Channel channel, InstancePool pool, ConnectionPolicy policy) {
		this.channel = channel;
		this.pool = pool;
		this.lifetime = new Lifetime(policy.maxLifetime(), pool.counts());
		this.secure = channel.pipeline().get(SslHandler.class) != null;
		io.netty.handler.codec.http2.Http2Connection connection = channel.pipeline()
			.get(Http2FrameCodec.class)
			.connection();
		this.streams = connection.local();
		channel.pipeline().addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()), new Events());
		widenWindow(connection);
	}

	static Http2FrameCodec codec(ConnectionPolicy policy) {
		return Http2FrameCodecBuilder.forClient()
			.initialSettings(Http2Settings.defaultSettings()
				.pushEnabled(false)
				.initialWindowSize(STREAM_WINDOW)
				.maxHeaderListSize(policy.maxHeaderSize()))
			.build();
	}

	private void widenWindow(io.netty.handler.codec.http2.Http2Connection connection) {
		try {
			Http2LocalFlowController flow = connection.local().flowController();
			flow.incrementWindowSize(connection.connectionStream(),
					CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
			this.channel.flush();
		}
		catch (Http2Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public boolean isOpen() {
		return this.channel.isActive() && !this.goingAway && !this.lifetime.isOver();
	}

	@Override
	public int capacity() {
		return Math.max(0, Math.min(this.streams.maxActiveStreams(), MAX_STREAMS) - this.inFlight);
	}

	@Override
	public void begin(Exchange exchange) {
		this.inFlight++;
		this.lifetime.busy();
		Stream owner = new Stream();
		new Http2StreamChannelBootstrap(this.channel).handler(owner).open().addListener((future) -> {
			if (owner.stream != null) {
				owner.stream.begin(exchange);
			}
			else {
				owner.closed();
				exchange.broken(UpstreamFault.REFUSED, future.cause());
			}
		});
	}

	@Override
	public boolean isIdle() {
		return this.inFlight == 0;
	}

	@Override
	public long idleSince() {
		return this.lifetime.idleSince();
	}

	@Override
	public void close() {
		ChannelFuture unused = this.channel.close();
	}

	private void ended() {
		this.inFlight--;
		this.used = true;
		if (this.inFlight == 0) {
			this.lifetime.idle();
		}
		this.pool.available(this);
	}

	/**
	 * One stream.
	 */
	private final class Stream extends ChannelInitializer<Http2StreamChannel> implements StreamOwner {

		private @Nullable HttpStream stream;

		private boolean closed;

		@Override
		protected void initChannel(Http2StreamChannel channel) {
			HttpStream stream = new HttpStream(channel, this, Http2Connection.this.used);
			channel.pipeline().addLast(new Http2Messages(Http2Connection.this.secure), stream);
			this.stream = stream;
		}

		@Override
		public void beginning(UpstreamRequest request) {
			// A stream has one request, and its frames say where the response ends
		}

		@Override
		public void freed(HttpStream stream) {
			ChannelFuture unused = stream.channel().close();
		}

		@Override
		public void closing(Http2Error error) {
			HttpStream stream = this.stream;
			if (stream != null && stream.channel().isActive()) {
				stream.channel()
					.writeAndFlush(new DefaultHttp2ResetFrame(error))
					.addListener(ChannelFutureListener.CLOSE);
			}
		}

		@Override
		public void closed() {
			if (!this.closed) {
				this.closed = true;
				ended();
			}
		}

		@Override
		public void switchToBytes() {
			throw new IllegalStateException("HTTP/2 has no change of protocol");
		}

	}

	/**
	 * What happens to the connection as a whole.
	 */
	private final class Events extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof Http2GoAwayFrame) {
				Http2Connection.this.goingAway = true;
			}
			ReferenceCountUtil.release(message);
			// With other settings it may take more now, and when it goes away, no more
			Http2Connection.this.pool.available(Http2Connection.this);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			ChannelFuture unused = context.close();
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			Http2Connection.this.lifetime.idle();
			Http2Connection.this.pool.closed(Http2Connection.this);
		}

	}

}
