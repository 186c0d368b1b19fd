package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.ssl.SslBundle;

import io.embeddedgateway.redis.RedisServers;

/**
 * What Spring Boot knows of Redis, for a client of our own.
 */
final class RedisConnectionSettings {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private final DataRedisConnectionDetails details;

	private final @Nullable DataRedisProperties properties;

	RedisConnectionSettings(DataRedisConnectionDetails details, @Nullable DataRedisProperties properties) {
		this.details = details;
		this.properties = properties;
	}

	RedisServers servers(Duration timeout) {
		DataRedisConnectionDetails.Sentinel sentinel = this.details.getSentinel();
		if (sentinel != null) {
			return servers(RedisServers.Kind.SINGLE, List.of(uri(sentinel)), timeout);
		}
		DataRedisConnectionDetails.Cluster cluster = this.details.getCluster();
		if (cluster != null) {
			return servers(RedisServers.Kind.CLUSTER, uris(cluster.getNodes()), timeout);
		}
		DataRedisConnectionDetails.MasterReplica replicated = this.details.getMasterReplica();
		if (replicated != null) {
			return servers(RedisServers.Kind.REPLICATED, uris(replicated.getNodes()), timeout);
		}
		DataRedisConnectionDetails.Standalone server = this.details.getStandalone();
		if (server == null) {
			throw new IllegalStateException("Spring Boot does not know where Redis is. Set 'spring.data.redis.host'");
		}
		return servers(RedisServers.Kind.SINGLE, List.of(uri(server.getHost(), server.getPort(), server.getDatabase())),
				timeout);
	}

	private RedisServers servers(RedisServers.Kind kind, List<RedisURI> uris, Duration timeout) {
		Duration connectTimeout = (this.properties != null) ? this.properties.getConnectTimeout() : null;
		SslBundle bundle = this.details.getSslBundle();
		return new RedisServers(kind, uris, (bundle != null) ? tls(bundle) : null, timeout,
				(connectTimeout != null) ? connectTimeout : CONNECT_TIMEOUT);
	}

	private List<RedisURI> uris(List<Node> nodes) {
		return nodes.stream().map((node) -> uri(node.host(), node.port(), 0)).toList();
	}

	private RedisURI uri(String host, int port, int database) {
		return authenticated(RedisURI.create(host, port), database);
	}

	private RedisURI uri(DataRedisConnectionDetails.Sentinel sentinel) {
		List<RedisURI> nodes = new ArrayList<>();
		for (Node node : sentinel.getNodes()) {
			RedisURI uri = RedisURI.create(node.host(), node.port());
			String password = sentinel.getPassword();
			if (password != null) {
				uri.setCredentialsProvider(credentials(sentinel.getUsername(), password));
			}
			uri.setSsl(isEncrypted());
			nodes.add(uri);
		}
		RedisURI.Builder master = RedisURI.builder().withSentinelMasterId(sentinel.getMaster());
		nodes.forEach(master::withSentinel);
		return authenticated(master.build(), sentinel.getDatabase());
	}

	private RedisURI authenticated(RedisURI uri, int database) {
		String password = this.details.getPassword();
		if (password != null) {
			uri.setCredentialsProvider(credentials(this.details.getUsername(), password));
		}
		if (this.properties != null && this.properties.getClientName() != null) {
			uri.setClientName(this.properties.getClientName());
		}
		uri.setDatabase(database);
		uri.setSsl(isEncrypted());
		return uri;
	}

	// Boot knows of no bundle where nothing but the scheme of the URL asks for TLS
	private boolean isEncrypted() {
		String url = (this.properties != null) ? this.properties.getUrl() : null;
		return this.details.getSslBundle() != null || (url != null && url.startsWith("rediss:"));
	}

	private static RedisCredentialsProvider credentials(@Nullable String username, String password) {
		return new StaticCredentialsProvider(username, password.toCharArray());
	}

	private static SslOptions tls(SslBundle bundle) {
		SslOptions.Builder options = SslOptions.builder()
			.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory());
		String[] ciphers = bundle.getOptions().getCiphers();
		if (ciphers != null) {
			options.cipherSuites(ciphers);
		}
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		if (protocols != null) {
			options.protocols(protocols);
		}
		return options.build();
	}

}
