package io.embeddedgateway.upstream;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections on one event loop.
 */
final class Dialer {

	private final EventLoop loop;

	private final Class<? extends Channel> channelType;

	private final AddressResolverGroup<InetSocketAddress> resolvers;

	private final TlsContexts tls;

	Dialer(EventLoop loop, Class<? extends Channel> channelType, AddressResolverGroup<InetSocketAddress> resolvers,
			TlsContexts tls) {
		this.loop = loop;
		this.channelType = channelType;
		this.resolvers = resolvers;
		this.tls = tls;
	}

	void dial(Endpoint instance, ConnectionPolicy policy, Connected connected, Consumer<UpstreamException> failed) {
		Attempt attempt = new Attempt(instance, policy, connected, failed);
		attempt.timer = this.loop.schedule(attempt, policy.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
		attempt.resolve();
	}

	/**
	 * What to do with a connection.
	 */
	@FunctionalInterface
	interface Connected {

		/**
		 * A connection stands.
		 * @param channel the connection, without any handlers for HTTP
		 * @param multiplexed whether it is to speak HTTP/2
		 */
		void accept(Channel channel, boolean multiplexed);

	}

	/**
	 * The attempt to connect to an instance, at one of its addresses after the other.
	 */
	private final class Attempt implements Runnable {

		private final Endpoint instance;

		private final ConnectionPolicy policy;

		private final Connected connected;

		private final Consumer<UpstreamException> failed;

		private @Nullable Future<?> timer;

		private @Nullable Channel channel;

		private boolean again;

		private boolean over;

		Attempt(Endpoint instance, ConnectionPolicy policy, Connected connected, Consumer<UpstreamException> failed) {
			this.instance = instance;
			this.policy = policy;
			this.connected = connected;
			this.failed = failed;
		}

		void resolve() {
			if (this.instance.address() != null) {
				connect(new InetSocketAddress(this.instance.address(), this.instance.port()),
						Collections.emptyIterator());
				return;
			}
			InetSocketAddress address = InetSocketAddress.createUnresolved(this.instance.host(), this.instance.port());
			Dialer.this.resolvers.getResolver(Dialer.this.loop).resolveAll(address).addListener((future) -> {
				if (future.isSuccess() && future.getNow() instanceof List<?> addresses) {
					Iterator<?> all = addresses.iterator();
					connect((SocketAddress) all.next(), all);
				}
				else {
					fail(UpstreamFault.CONNECT, String.valueOf(future.cause().getMessage()), future.cause());
				}
			});
		}

		private void connect(SocketAddress address, Iterator<?> others) {
			if (this.over) {
				return;
			}
			Bootstrap bootstrap = new Bootstrap().group(Dialer.this.loop)
				.channel(Dialer.this.channelType)
				.option(ChannelOption.TCP_NODELAY, true)
				.option(ChannelOption.SO_KEEPALIVE, true)
				.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
				.handler(new Placeholder());
			var connecting = bootstrap.connect(address);
			this.channel = connecting.channel();
			connecting.addListener((future) -> {
				if (future.isSuccess()) {
					secure(connecting.channel());
				}
				else if (future.cause() instanceof ClosedChannelException && !this.again) {
					// Nobody refused: the socket was closed before it was under way
					this.again = true;
					connect(address, others);
				}
				else if (others.hasNext()) {
					connect((SocketAddress) others.next(), others);
				}
				else {
					fail(UpstreamFault.CONNECT, future.cause().toString(), future.cause());
				}
			});
		}

		private void secure(Channel channel) {
			Protocol protocol = this.policy.protocol();
			if (protocol == (this.instance.isSecure() ? Protocol.H2C : Protocol.H2)) {
				fail(UpstreamFault.CONNECT, "protocol '" + protocol + "' does not go with " + this.instance, null);
				return;
			}
			if (!this.instance.isSecure()) {
				ready(channel, protocol == Protocol.H2C);
				return;
			}
			SslContext context;
			try {
				context = Dialer.this.tls.context(this.policy.tls(), this.policy.protocol());
			}
			catch (RuntimeException ex) {
				fail(UpstreamFault.CONNECT, "TLS can't be set up: " + ex.getMessage(), ex);
				return;
			}
			SslHandler handler = context.newHandler(channel.alloc(), this.instance.host(), this.instance.port());
			handler.setHandshakeTimeoutMillis(0);
			nameServer(handler.engine());
			channel.pipeline().addFirst(handler);
			handler.handshakeFuture().addListener((future) -> {
				if (!future.isSuccess()) {
					fail(UpstreamFault.CONNECT, "the TLS handshake failed: " + future.cause().getMessage(),
							future.cause());
				}
				else {
					negotiated(channel, ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol()));
				}
			});
		}

		private void negotiated(Channel channel, boolean http2) {
			if (this.policy.protocol() == Protocol.H2 && !http2) {
				fail(UpstreamFault.CONNECT, "the instance does not offer HTTP/2", null);
			}
			else {
				ready(channel, http2);
			}
		}

		// By itself the JDK names only servers with a dot in their names
		private void nameServer(SSLEngine engine) {
			if (!NetUtil.isValidIpV4Address(this.instance.host())
					&& !NetUtil.isValidIpV6Address(this.instance.host())) {
				SSLParameters parameters = engine.getSSLParameters();
				parameters.setServerNames(List.of(new SNIHostName(this.instance.host())));
				engine.setSSLParameters(parameters);
			}
		}

		private void ready(Channel channel, boolean http2) {
			if (http2 && !this.over) {
				channel.pipeline().addLast(Http2Connection.codec(this.policy), new FirstSettings());
			}
			else {
				connected(channel, false);
			}
		}

		private void connected(Channel channel, boolean http2) {
			if (end()) {
				channel.pipeline().remove(Placeholder.class);
				this.connected.accept(channel, http2);
			}
			else {
				ChannelFuture unused = channel.close();
			}
		}

		/**
		 * The time is over.
		 */
		@Override
		public void run() {
			fail(UpstreamFault.CONNECT_TIMEOUT,
					"no connection within " + this.policy.connectTimeout().toMillis() + "ms",
					new ConnectException("timed out"));
		}

		private void fail(UpstreamFault fault, String message, @Nullable Throwable cause) {
			if (end()) {
				if (this.channel != null) {
					ChannelFuture unused = this.channel.close();
				}
				this.failed.accept(new UpstreamException(fault, message, cause));
			}
		}

		private boolean end() {
			boolean first = !this.over;
			this.over = true;
			if (this.timer != null) {
				this.timer.cancel(false);
			}
			return first;
		}

		/**
		 * Waits for the settings of the instance, which say how many requests it takes.
		 */
		private final class FirstSettings extends ChannelInboundHandlerAdapter {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				ReferenceCountUtil.release(message);
				if (message instanceof Http2SettingsFrame) {
					context.pipeline().remove(this);
					connected(context.channel(), true);
				}
			}

			@Override
			public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
				fail(UpstreamFault.CONNECT, "the instance does not speak HTTP/2: " + cause.getMessage(), cause);
			}

			@Override
			public void channelInactive(ChannelHandlerContext context) {
				fail(UpstreamFault.CONNECT, "the instance closed the connection at its beginning", null);
			}

		}

	}

	/**
	 * Holds the place until it is known which protocol is spoken; what goes wrong until
	 * then is reported elsewhere.
	 */
	@ChannelHandler.Sharable
	private static final class Placeholder extends ChannelInboundHandlerAdapter {

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			ChannelFuture unused = context.close();
		}

	}

}
