package io.embeddedgateway.forward;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.EventExecutor;
import org.springframework.beans.factory.DisposableBean;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The connections to instances: on each event loop of the server a pool of its own, so
 * that request and response never change the thread.
 */
public final class ConnectionPools implements DisposableBean {

	/**
	 * Shorter than what servers commonly allow (Tomcat 60 s, nginx 75 s, Node.js 5 s is
	 * the exception), so that it is us who close, not them while we send.
	 */
	private static final Duration MAX_IDLE = Duration.ofSeconds(30);

	private static final int MAX_HEADER_SIZE = 64 * 1024;

	private final EventLoopGroup loops;

	private final int loopCount;

	private final DnsAddressResolverGroup resolver;

	private final Map<ClientKey, HttpClient> clients = new ConcurrentHashMap<>();

	private final Map<ClientKey, ConnectionProvider> pools = new ConcurrentHashMap<>();

	/**
	 * Create the pools.
	 * @param resources the event loops of the server
	 */
	public ConnectionPools(LoopResources resources) {
		this.loops = resources.onClient(LoopResources.DEFAULT_NATIVE);
		int count = 0;
		for (EventExecutor unused : this.loops) {
			count++;
		}
		this.loopCount = Math.max(count, 1);
		this.resolver = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
			.datagramChannelType(resources.onChannelClass(DatagramChannel.class, this.loops)));
	}

	/**
	 * The client of the current event loop, or of any other where the caller runs on
	 * none.
	 * @param policy how to reach instances
	 * @return the client
	 */
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

	@Override
	public void destroy() {
		this.pools.values().forEach(ConnectionProvider::dispose);
		this.resolver.close();
	}

	private record ClientKey(EventLoop loop, ForwardPolicy policy) {
	}

}
