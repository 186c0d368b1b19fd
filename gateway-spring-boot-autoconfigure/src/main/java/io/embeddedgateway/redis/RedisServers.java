package io.embeddedgateway.redis;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is.
 *
 * @param kind how the servers belong together
 * @param uris the servers, with user and password; one that names the sentinels where
 * there are some
 * @param tls how TLS is set up, if a server has it, or {@code null} for the defaults
 * @param timeout the longest time that is waited for an answer
 * @param connectTimeout the longest time that is waited for a connection
 */
public record RedisServers(Kind kind, List<RedisURI> uris, @Nullable SslOptions tls, Duration timeout,
		Duration connectTimeout) {

	/**
	 * Check the servers.
	 * @throws IllegalArgumentException if there are none
	 */
	public RedisServers {
		uris = List.copyOf(uris);
		if (uris.isEmpty()) {
			throw new IllegalArgumentException("there are no Redis servers");
		}
	}

	/**
	 * How servers belong together.
	 */
	public enum Kind {

		/**
		 * One server, or one that sentinels know.
		 */
		SINGLE,

		/**
		 * Servers of which one is the master, which is asked.
		 */
		REPLICATED,

		/**
		 * A Redis Cluster.
		 */
		CLUSTER

	}

}
