package io.embeddedgateway.forward;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The connections to instances: on each event loop of the server a pool of its own, so
 * that request and response never change the thread.
 */
public final class ConnectionPools implements SmartLifecycle {

	/**
	 * After the event loops are there, and before anything that sends requests.
	 */
	private static final int PHASE = Integer.MAX_VALUE - 5120;

	/**
	 * Shorter than what servers commonly allow (Tomcat 60 s, nginx 75 s, Node.js 5 s is
	 * the exception), so that it is us who close, not them while we send.
	 */
	private static final Duration MAX_IDLE = Duration.ofSeconds(30);

	private static final int MAX_HEADER_SIZE = 64 * 1024;

	private final Supplier<LoopResources> resources;

	private volatile @Nullable Running running;

	/**
	 * Create the pools; they open when the application starts.
	 * @param resources the event loops of the server, asked at each start
	 */
	public ConnectionPools(Supplier<LoopResources> resources) {
		this.resources = resources;
	}

	/**
	 * The client of the current event loop, or of any other where the caller runs on
	 * none.
	 * @param policy how to reach instances
	 * @return the client
	 * @throws IllegalStateException if the application does not run
	 */
	HttpClient client(ForwardPolicy policy) {
		Running running = this.running;
		if (running == null) {
			throw new IllegalStateException("The application does not run");
		}
		return running.client(policy);
	}

	@Override
	public void start() {
		this.running = new Running(this.resources.get());
	}

	@Override
	public void stop() {
		Running running = this.running;
		this.running = null;
		if (running != null) {
			running.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running != null;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * The pools between a start and a stop.
	 */
	private static final class Running {

		private final EventLoopGroup loops;

		private final int loopCount;

		private final DnsAddressResolverGroup resolver;

		private final Map<ClientKey, HttpClient> clients = new ConcurrentHashMap<>();

		private final Map<ClientKey, ConnectionProvider> pools = new ConcurrentHashMap<>();

		Running(LoopResources resources) {
			this.loops = resources.onClient(LoopResources.DEFAULT_NATIVE);
			int count = 0;
			for (EventExecutor unused : this.loops) {
				count++;
			}
			this.loopCount = Math.max(count, 1);
			this.resolver = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
				.datagramChannelType(resources.onChannelClass(DatagramChannel.class, this.loops)));
		}

		HttpClient client(ForwardPolicy policy) {
			ClientKey key = new ClientKey(this.loops.next(), policy);
			HttpClient client = this.clients.get(key);
			return (client != null) ? client : this.clients.computeIfAbsent(key, this::createClient);
		}

		private HttpClient createClient(ClientKey key) {
			ForwardPolicy policy = key.policy();
			return HttpClient.create(this.pools.computeIfAbsent(key, this::createPool))
				.resolver(this.resolver)
				.runOn(key.loop())
				.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) policy.connectTimeout().toMillis())
				.responseTimeout(policy.responseTimeout())
				.disableRetry(true)
				.doOnChannelInit((observer, channel, address) -> InformationalResponses.dropOn(channel.pipeline()))
				.httpResponseDecoder((spec) -> spec.maxHeaderSize(MAX_HEADER_SIZE));
		}

		private ConnectionProvider createPool(ClientKey key) {
			ForwardPolicy policy = key.policy();
			return ConnectionProvider.builder("gateway")
				.maxConnections(share(policy.maxConnections()))
				.pendingAcquireMaxCount(share(policy.maxPending()))
				.pendingAcquireTimeout(policy.connectTimeout().multipliedBy(2))
				.maxIdleTime(MAX_IDLE)
				.evictInBackground(MAX_IDLE)
				.disposeInactivePoolsInBackground(MAX_IDLE.multipliedBy(2), MAX_IDLE.multipliedBy(2))
				.lifo()
				.build();
		}

		private int share(int bound) {
			return (bound == 0) ? 0 : Math.max(1, (bound + this.loopCount - 1) / this.loopCount);
		}

		void close() {
			this.pools.values().forEach(ConnectionProvider::dispose);
			this.resolver.close();
		}

	}

	private record ClientKey(EventLoop loop, ForwardPolicy policy) {
	}

}
