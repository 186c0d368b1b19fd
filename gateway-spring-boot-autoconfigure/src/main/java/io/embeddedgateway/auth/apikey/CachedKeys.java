package io.embeddedgateway.auth.apikey;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.ServiceUnavailableException;

/**
 * Keys that somebody else knows. Answers are remembered for a while, also that a key is
 * unknown; all who ask for the same key wait for one answer.
 */
final class CachedKeys implements ApiKeys {

	/**
	 * How many keys are remembered, known and unknown ones apart: whoever guesses keys
	 * must not drive out those that are right.
	 */
	private static final long MOST_KEYS = 10_000;

	/**
	 * How many questions are open at a time, so that guessing can't bury the source.
	 */
	static final int MOST_QUESTIONS = 256;

	private final String provider;

	private final ApiKeySource source;

	private final Duration timeout;

	private final Scheduler scheduler;

	private final Cache<KeyHash, KnownKey> known;

	private final Cache<KeyHash, Boolean> unknown;

	private final ConcurrentMap<KeyHash, Mono<KnownKey>> questions = new ConcurrentHashMap<>();

	CachedKeys(String provider, ApiKeySource source, Duration remember, Duration timeout, Clock clock,
			Scheduler scheduler) {
		this.provider = provider;
		this.source = source;
		this.timeout = timeout;
		this.scheduler = scheduler;
		Caffeine<Object, Object> cache = Caffeine.newBuilder()
			.maximumSize(MOST_KEYS)
			.expireAfterWrite(remember)
			.ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
			.executor(Runnable::run);
		this.known = cache.build();
		this.unknown = cache.build();
	}

	@Override
	public @Nullable KnownKey known(KeyHash hash) {
		return this.known.getIfPresent(hash);
	}

	@Override
	public Mono<KnownKey> find(KeyHash hash) {
		return (this.unknown.getIfPresent(hash) != null) ? Mono.empty() : Mono.defer(() -> question(hash));
	}

	private Mono<KnownKey> question(KeyHash hash) {
		Mono<KnownKey> open = this.questions.get(hash);
		if (open != null) {
			return open;
		}
		if (this.questions.size() >= MOST_QUESTIONS) {
			return Mono.error(ServiceUnavailableException.retryAfter(Duration.ofSeconds(1),
					"The credentials can't be checked at the moment", null, "too many API keys are looked up"));
		}
		return this.questions.computeIfAbsent(hash, this::ask);
	}

	private Mono<KnownKey> ask(KeyHash hash) {
		return Mono.defer(() -> this.source.find(hash.hexadecimal()))
			.timeout(this.timeout, this.scheduler)
			.onErrorMap(TimeoutException.class, this::tooLate)
			.map((key) -> KnownKey.of(this.provider, key))
			.doOnNext((key) -> this.known.put(hash, key))
			.switchIfEmpty(Mono.fromRunnable(() -> this.unknown.put(hash, true)))
			.doFinally((signal) -> this.questions.remove(hash))
			.cache();
	}

	private Throwable tooLate(TimeoutException cause) {
		return new IllegalStateException(
				"the source of API keys did not answer within " + this.timeout.toMillis() + " ms", cause);
	}

}
