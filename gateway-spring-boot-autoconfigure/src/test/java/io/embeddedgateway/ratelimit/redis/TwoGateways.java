package io.embeddedgateway.ratelimit.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import io.embeddedgateway.ratelimit.SharedLimits;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RedisServer;

import static org.awaitility.Awaitility.await;

/**
 * Two gateways over one Redis, and clients that ask both in turn.
 */
final class TwoGateways implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(90);

	/**
	 * How long a request may wait for the store.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final ConnectionProvider connections = ConnectionProvider.create("limits", 200);

	private final HttpClient client = HttpClient.create(this.connections);

	private final AtomicInteger answered = new AtomicInteger();

	private final List<GatewayApp> apps;

	TwoGateways(RedisServer redis) {
		String yaml = """
				spring.data.redis.port: %d
				gateway:
				  server: {max-connections-per-address: 5000}
				  rate-limit-store: {type: redis, timeout: 1s}
				  rate-limits:
				    sync: {limit: 100/1d, key: "header:X-Key", sync: 100ms}
				    local: {limit: 100/1d, key: "header:X-Key", gateways: 2}
				    allow: {limit: 100/1d, key: "header:X-Key", when-store-fails: allow}
				    deny: {limit: 100/1d, key: "header:X-Key", when-store-fails: deny}
				  routes:
				    sync: {path: /sync, respond: ok, rate-limit: sync}
				    local: {path: /local, respond: ok, rate-limit: local}
				    allow: {path: /allow, respond: ok, rate-limit: allow}
				    deny: {path: /deny, respond: ok, rate-limit: deny}
				""".formatted(redis.port());
		this.apps = List.of(GatewayApp.start(yaml), GatewayApp.start(yaml));
	}

	/**
	 * Ask both in turn.
	 * @param path the path
	 * @param key whose limit it is
	 * @param requests how many
	 * @param concurrency how many at a time
	 * @return how often each status was answered
	 */
	Mono<Map<Integer, Long>> ask(String path, String key, int requests, int concurrency) {
		return Flux.range(0, requests)
			.flatMap((i) -> status(this.apps.get(i % 2).url(path), key), concurrency)
			.collect(Collectors.groupingBy((status) -> status, TreeMap::new, Collectors.counting()));
	}

	private Mono<Integer> status(String url, String key) {
		return this.client.headers((headers) -> headers.set("X-Key", key))
			.get()
			.uri(url)
			.responseSingle((response,
					body) -> body.asByteArray().defaultIfEmpty(new byte[0]).map((bytes) -> response.status().code()))
			.doOnNext((status) -> this.answered.incrementAndGet());
	}

	/**
	 * How many requests were answered up to now.
	 * @return the number of requests
	 */
	int answered() {
		return this.answered.get();
	}

	/**
	 * Ask until both know how the store is.
	 * @param available whether it answers
	 */
	void awaitStore(boolean available) {
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
			if (!available) {
				ask("/allow", "probe", 2, 2).toFuture().join();
			}
			return this.apps.stream()
				.allMatch((app) -> app.context().getBean(SharedLimits.class).isAvailable() == available);
		});
	}

	@Override
	public void close() {
		this.connections.dispose();
		this.apps.forEach(GatewayApp::close);
	}

}
