package io.embeddedgateway.upstream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.netty.resources.LoopResources;

/**
 * The connections to instances: on each event loop of the server a pool of its own, so
 * that request and response never change the thread.
 */
public final class UpstreamConnections implements SmartLifecycle {

	/**
	 * After the event loops are there, and before anything that sends requests.
	 */
	private static final int PHASE = Integer.MAX_VALUE - 5120;

	private final Supplier<LoopResources> resources;

	private final TlsContexts tls;

	private final Consumer<DnsNameResolverBuilder> dns;

	private final Map<ConnectionPolicy, Connector> connectors = new ConcurrentHashMap<>();

	private final List<Connector> separate = new CopyOnWriteArrayList<>();

	private final ConnectionCounts counts = new ConnectionCounts();

	private volatile @Nullable Running running;

	/**
	 * Create the connections; they can be used as long as the application runs.
	 * @param resources the event loops of the server, asked at each start
	 * @param tls with what TLS is set up
	 * @param dns changes how names are looked up
	 */
	public UpstreamConnections(Supplier<LoopResources> resources, TlsContexts tls,
			Consumer<DnsNameResolverBuilder> dns) {
		this.resources = resources;
		this.tls = tls;
		this.dns = dns;
	}

	/**
	 * The connections of one kind: always the same for equal policies.
	 * @param policy which connections
	 * @return what sends requests over them
	 * @throws IllegalArgumentException if its TLS can't be set up
	 */
	public Connector connector(ConnectionPolicy policy) {
		check(policy);
		return this.connectors.computeIfAbsent(policy, (key) -> new Connector(this, key, true));
	}

	/**
	 * Connections that nobody else uses, whatever their policy.
	 * @param policy which connections
	 * @return what sends requests over them, kept as long as this
	 * @throws IllegalArgumentException if its TLS can't be set up
	 */
	public Connector separateConnector(ConnectionPolicy policy) {
		check(policy);
		Connector connector = new Connector(this, policy, false);
		this.separate.add(connector);
		return connector;
	}

	private void check(ConnectionPolicy policy) {
		if (!policy.tls().equals(TlsPolicy.DEFAULT)) {
			// Now, and not with the first request
			this.tls.context(policy.tls(), policy.protocol());
		}
	}

	/**
	 * The current event loop, or any other where the caller runs on none.
	 * @return the event loop
	 * @throws IllegalStateException if the application does not run
	 */
	EventLoop currentLoop() {
		return running().loops.next();
	}

	Dialer dialer(EventLoop loop) {
		return running().dialer(loop);
	}

	ConnectionCounts counts() {
		return this.counts;
	}

	InstancePool createPool(InstancePool.Place place, ConnectionPolicy policy, PoolCounts counts, Runnable whenUnused) {
		Running running = running();
		return new InstancePool(place, policy, running.dialer(place.loop()), running.dialers.size(), counts,
				whenUnused);
	}

	private Running running() {
		Running running = this.running;
		if (running == null) {
			throw new IllegalStateException("The application does not run");
		}
		return running;
	}

	@Override
	public void start() {
		this.running = new Running(this.resources.get(), this.tls, this.dns);
	}

	@Override
	public void stop() {
		Running running = this.running;
		this.running = null;
		if (running != null) {
			this.connectors.values().forEach(Connector::close);
			this.separate.forEach(Connector::close);
			this.counts.clear();
			running.resolvers.close();
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
	 * What is there between a start and a stop.
	 */
	private static final class Running {

		private final EventLoopGroup loops;

		private final DnsAddressResolverGroup resolvers;

		private final Map<EventLoop, Dialer> dialers = new HashMap<>();

		Running(LoopResources resources, TlsContexts tls, Consumer<DnsNameResolverBuilder> dns) {
			this.loops = resources.onClient(LoopResources.DEFAULT_NATIVE);
			DnsNameResolverBuilder resolver = new DnsNameResolverBuilder()
				.datagramChannelType(resources.onChannelClass(DatagramChannel.class, this.loops));
			dns.accept(resolver);
			this.resolvers = new DnsAddressResolverGroup(resolver);
			Class<? extends Channel> channelType = resources.onChannelClass(SocketChannel.class, this.loops);
			for (EventExecutor executor : this.loops) {
				if (executor instanceof EventLoop loop) {
					this.dialers.put(loop, new Dialer(loop, channelType, this.resolvers, tls));
				}
			}
		}

		Dialer dialer(EventLoop loop) {
			Dialer dialer = this.dialers.get(loop);
			if (dialer == null) {
				throw new IllegalStateException(loop + " is none of the event loops of the server");
			}
			return dialer;
		}

	}

}
