package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A store that does what it is told, or fails in the way it is told.
 */
final class MemoryStore implements RateLimitStore {

	final Map<String, byte[]> stored = new ConcurrentHashMap<>();

	final AtomicInteger questions = new AtomicInteger();

	/**
	 * Something that happens before the next question is answered.
	 */
	final AtomicReference<@Nullable Runnable> before = new AtomicReference<>();

	/**
	 * What is answered instead.
	 */
	volatile @Nullable Mono<Outcome> instead;

	volatile @Nullable Duration kept;

	@Override
	public Mono<Outcome> replace(String key, byte @Nullable [] expected, byte[] replacement, Duration keepFor) {
		this.questions.incrementAndGet();
		Mono<Outcome> other = this.instead;
		if (other != null) {
			return other;
		}
		Runnable interference = this.before.getAndSet(null);
		if (interference != null) {
			interference.run();
		}
		return Mono.just(answer(key, expected, replacement, keepFor));
	}

	private synchronized Outcome answer(String key, byte @Nullable [] expected, byte[] replacement, Duration keepFor) {
		byte[] found = this.stored.get(key);
		if (!Arrays.equals(found, expected)) {
			return Outcome.ofFound(found);
		}
		this.stored.put(key, replacement);
		this.kept = keepFor;
		return Outcome.ofReplaced();
	}

}
