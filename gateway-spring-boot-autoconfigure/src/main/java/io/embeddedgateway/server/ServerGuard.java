package io.embeddedgateway.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Predicate;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.Http2SettingsSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerState;

/**
 * Puts limits on a server, so that no client takes more of it than a {@link ServerPolicy}
 * allows, by malice or by being slow.
 */
public final class ServerGuard {

	/**
	 * How long a connection is kept between two requests, unless the server says so
	 * itself.
	 */
	static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

	/**
	 * How many requests a connection can have, unless the server says so itself.
	 */
	static final int MAX_KEEP_ALIVE_REQUESTS = 10_000;

	private static final Log logger = LogFactory.getLog(ServerGuard.class);

	private static final String NAME = "gateway.connectionGuard";

	private final ServerPolicy policy;

	private final ConnectionCount count;

	/**
	 * Create a guard.
	 * @param policy the limits
	 * @param proxies addresses of proxies, each of which stands for many clients: the
	 * limit of connections per address is not for them
	 */
	public ServerGuard(ServerPolicy policy, Predicate<InetAddress> proxies) {
		this.policy = policy;
		this.count = new ConnectionCount(policy.maxConnections(), policy.maxConnectionsPerAddress(), proxies);
	}

	/**
	 * Put the limits on a server. What the server sets itself stays.
	 * @param server the server
	 * @return the server with the limits
	 */
	public HttpServer protect(HttpServer server) {
		Duration idleTimeout = (server.configuration().idleTimeout() == null) ? IDLE_TIMEOUT : null;
		HttpServer limited = server.doOnChannelInit((observer, channel, remoteAddress) -> guard(channel, idleTimeout))
			.childObserve(this::observe)
			.http2Settings((settings) -> limit(settings, server.configuration().http2SettingsSpec()));
		return (server.configuration().maxKeepAliveRequests() < 0)
				? limited.maxKeepAliveRequests(MAX_KEEP_ALIVE_REQUESTS) : limited;
	}

	private void guard(Channel channel, @Nullable Duration idleTimeout) {
		Runnable leave = this.count
			.enter((channel.remoteAddress() instanceof InetSocketAddress address) ? address.getAddress() : null);
		if (leave == null) {
			logger.debug("Refused a connection of " + channel.remoteAddress() + ": there are too many");
			ChannelFuture unused = channel.close();
			return;
		}
		channel.closeFuture().addListener((closed) -> leave.run());
		ChannelPipeline pipeline = channel.pipeline();
		for (String codec : new String[] { NettyPipeline.H2CUpgradeHandler, NettyPipeline.H2OrHttp11Codec,
				NettyPipeline.HttpCodec }) {
			if (pipeline.get(codec) != null) {
				pipeline.addBefore(codec, NAME, new ConnectionGuard(this.policy, channel, idleTimeout));
				return;
			}
		}
	}

	// Each request over HTTP/2 has a channel of its own, below that of the connection
	private void observe(Connection connection, ConnectionObserver.State state) {
		if (state == HttpServerState.REQUEST_RECEIVED && connection instanceof HttpServerRequest request
				&& connection.channel() instanceof Http2StreamChannel stream && Http2Upload.isUpload(request)) {
			ConnectionGuard guard = stream.parent().pipeline().get(ConnectionGuard.class);
			if (guard != null && guard.uploads().areWatched()) {
				stream.pipeline().addFirst(new Http2Upload(guard.uploads()));
			}
		}
	}

	private void limit(Http2SettingsSpec.Builder settings, @Nullable Http2SettingsSpec present) {
		if (present != null) {
			Http2Settings.copy(present, settings);
		}
		settings.maxConcurrentStreams(this.policy.http2().maxConcurrentStreams())
			.maxDecodedRstFramesPerWindow(this.policy.http2().maxResets(), Http2Policy.PERIOD_SECONDS);
	}

}
