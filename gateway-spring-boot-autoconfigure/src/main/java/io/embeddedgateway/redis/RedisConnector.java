package io.embeddedgateway.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.concurrent.Future;

/**
 * Connects to Redis with a client of its own: who can't be answered in time is told so,
 * and nothing is sent twice.
 */
final class RedisConnector implements AutoCloseable {

	private static final int THREADS = 2;

	private static final Duration SHORTEST_RECONNECT = Duration.ofMillis(100);

	private static final Duration LONGEST_RECONNECT = Duration.ofMillis(500);

	private static final int MOST_QUEUED = 10_000;

	private final ClientResources resources;

	private final AbstractRedisClient client;

	private final RedisServers servers;

	RedisConnector(RedisServers servers) {
		this.servers = servers;
		this.resources = DefaultClientResources.builder()
			.ioThreadPoolSize(THREADS)
			.computationThreadPoolSize(THREADS)
			.reconnectDelay(Delay.fullJitter(SHORTEST_RECONNECT, LONGEST_RECONNECT, SHORTEST_RECONNECT.toMillis(),
					TimeUnit.MILLISECONDS))
			.build();
		List<RedisURI> uris = servers.uris();
		uris.forEach((uri) -> uri.setTimeout(servers.connectTimeout()));
		if (servers.kind() == RedisServers.Kind.CLUSTER) {
			RedisClusterClient cluster = RedisClusterClient.create(this.resources, uris);
			cluster.setOptions(ClusterClientOptions.builder(options()).build());
			this.client = cluster;
		}
		else {
			RedisClient single = RedisClient.create(this.resources);
			single.setOptions(options());
			this.client = single;
		}
	}

	private ClientOptions options() {
		ClientOptions.Builder options = ClientOptions.builder()
			.autoReconnect(true)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.replayFilter((command) -> true)
			.requestQueueSize(MOST_QUEUED)
			.timeoutOptions(TimeoutOptions.enabled(this.servers.timeout()))
			.socketOptions(
					SocketOptions.builder().connectTimeout(this.servers.connectTimeout()).keepAlive(true).build());
		if (this.servers.tls() != null) {
			options.sslOptions(this.servers.tls());
		}
		return options.build();
	}

	CompletionStage<RedisLink> connect() {
		List<RedisURI> uris = this.servers.uris();
		if (this.client instanceof RedisClusterClient cluster) {
			return cluster.connectAsync(ByteArrayCodec.INSTANCE)
				.thenApply((connection) -> new RedisLink(connection, connection.async()));
		}
		RedisClient single = (RedisClient) this.client;
		if (this.servers.kind() == RedisServers.Kind.REPLICATED) {
			return MasterReplica.connectAsync(single, ByteArrayCodec.INSTANCE, uris)
				.thenApply((connection) -> new RedisLink(connection, connection.async()));
		}
		return single.connectAsync(ByteArrayCodec.INSTANCE, uris.get(0))
			.thenApply((connection) -> new RedisLink(connection, connection.async()));
	}

	// Nothing that is sent now matters any more
	@Override
	public void close() {
		CompletableFuture<Void> unused = this.client.shutdownAsync(0, 1, TimeUnit.SECONDS)
			.whenComplete((closed, ex) -> release());
	}

	private void release() {
		Future<Boolean> unused = this.resources.shutdown(0, 1, TimeUnit.SECONDS);
	}

}
