package io.embeddedgateway.upstream;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import reactor.core.publisher.Mono;

/**
 * Sends requests to instances over connections of one kind.
 */
public final class Connector {

	private final UpstreamConnections connections;

	private final ConnectionPolicy policy;

	/**
	 * Whether its connections are those of requests.
	 */
	private final boolean counted;

	/**
	 * The pools of each event loop, used by that loop alone.
	 */
	private final Map<EventLoop, Map<Endpoint, InstancePool>> pools = new ConcurrentHashMap<>();

	Connector(UpstreamConnections connections, ConnectionPolicy policy, boolean counted) {
		this.connections = connections;
		this.policy = policy;
		this.counted = counted;
	}

	/**
	 * Send a request, on the current event loop, or on any where the caller runs on none.
	 * @param instance where the instance is
	 * @param request the request
	 * @param listener whom to tell what becomes of it
	 * @return the request in flight
	 * @throws IllegalStateException if the application does not run
	 */
	public Exchange send(Endpoint instance, UpstreamRequest request, UpstreamListener listener) {
		Exchange exchange = new Exchange(this, this.connections.currentLoop(), instance, request, listener);
		exchange.start();
		return exchange;
	}

	/**
	 * Find out whether a connection can be made, with TLS where the instance has
	 * {@code https}: it is closed at once.
	 * @param instance scheme, host and port of the instance
	 * @return completes if one can, else an {@link UpstreamException}
	 */
	public Mono<Void> probe(Endpoint instance) {
		return Mono.create((result) -> {
			EventLoop loop = this.connections.currentLoop();
			loop.execute(() -> this.connections.dialer(loop).dial(instance, this.policy, (channel, multiplexed) -> {
				ChannelFuture unused = channel.close();
				result.success();
			}, result::error));
		});
	}

	InstancePool pool(EventLoop loop, Endpoint instance) {
		Map<Endpoint, InstancePool> own = this.pools.computeIfAbsent(loop, (key) -> new HashMap<>());
		return own.computeIfAbsent(instance, (key) -> createPool(loop, key, own));
	}

	private InstancePool createPool(EventLoop loop, Endpoint instance, Map<Endpoint, InstancePool> own) {
		PoolCounts counts = this.counted ? this.connections.counts().join(instance)
				: new PoolCounts(instance.instanceId());
		try {
			return this.connections.createPool(new InstancePool.Place(loop, instance), this.policy, counts, () -> {
				if (own.remove(instance) != null) {
					this.connections.counts().leave(counts);
				}
			});
		}
		catch (RuntimeException ex) {
			// The application stops
			this.connections.counts().leave(counts);
			throw ex;
		}
	}

	void close() {
		this.pools.forEach((loop, own) -> {
			// With its end, its connections ended as well
			if (!loop.isShuttingDown()) {
				loop.execute(() -> own.values().forEach(InstancePool::close));
			}
		});
		this.pools.clear();
	}

}
