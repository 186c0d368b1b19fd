package io.embeddedgateway.ratelimit.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ratelimit.RateLimitStore;
import io.embeddedgateway.redis.RedisScript;
import io.embeddedgateway.redis.RedisScripts;
import io.embeddedgateway.redis.RedisServers;

/**
 * Buckets in Redis, from version 6.2 on, alone or as a cluster. It is connected when it
 * is asked first, and again whenever the connection was lost.
 */
public final class RedisRateLimitStore implements RateLimitStore, AutoCloseable {

	/**
	 * Answers nothing if it was replaced, else what is stored.
	 */
	private static final RedisScript SCRIPT = RedisScript.of("""
			local stored = redis.call('GET', KEYS[1]) or ''
			if stored ~= ARGV[1] then return stored end
			redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
			return false
			""");

	private static final byte[] NOTHING = {};

	private static final int MOST_TIMEOUTS = 10;

	private final RedisScripts scripts;

	private final String keyPrefix;

	/**
	 * Create a store.
	 * @param servers where Redis is
	 * @param keyPrefix how its keys start
	 */
	public RedisRateLimitStore(RedisServers servers, String keyPrefix) {
		this.scripts = new RedisScripts(servers, MOST_TIMEOUTS);
		this.keyPrefix = keyPrefix;
	}

	@Override
	public Mono<Outcome> replace(String key, byte @Nullable [] expected, byte[] replacement, Duration keepFor) {
		// In braces, as a cluster wants keys that a script uses
		byte[][] keys = { (this.keyPrefix + ":rate-limit:{" + key + '}').getBytes(StandardCharsets.UTF_8) };
		byte[] millis = Long.toString(Math.max(1, keepFor.toMillis())).getBytes(StandardCharsets.US_ASCII);
		byte[][] values = { (expected != null) ? expected : NOTHING, replacement, millis };
		// Whoever waits no longer ends what follows the answer, not the connection
		return Mono.fromFuture(() -> this.scripts.run(SCRIPT, keys, values).thenApply(RedisRateLimitStore::outcome));
	}

	private static Outcome outcome(byte @Nullable [] stored) {
		if (stored == null) {
			return Outcome.ofReplaced();
		}
		return Outcome.ofFound((stored.length > 0) ? stored : null);
	}

	@Override
	public void close() {
		this.scripts.close();
	}

}
