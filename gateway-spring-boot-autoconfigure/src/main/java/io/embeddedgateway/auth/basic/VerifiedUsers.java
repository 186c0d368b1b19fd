package io.embeddedgateway.auth.basic;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ServiceUnavailableException;

/**
 * Users whose passwords were right a moment ago, and the checks of those that are not
 * known. A check takes some 100 ms of a processor, so it runs beside the event loop, a
 * few at a time, and once for all who ask for the same.
 */
final class VerifiedUsers {

	private static final long MOST = 10_000;

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private final Users users;

	private final Fingerprints fingerprints;

	private final PasswordThreads threads;

	private final Cache<ByteBuffer, KnownUser> known;

	private final ConcurrentMap<ByteBuffer, Mono<KnownUser>> checks = new ConcurrentHashMap<>();

	VerifiedUsers(Users users, Duration remember, Fingerprints fingerprints, PasswordThreads threads, Clock clock) {
		this.users = users;
		this.fingerprints = fingerprints;
		this.threads = threads;
		this.known = Caffeine.newBuilder()
			.maximumSize(MOST)
			.expireAfterWrite(remember)
			.ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
			.executor(Runnable::run)
			.build();
	}

	ByteBuffer fingerprint(String text) {
		return this.fingerprints.of(text);
	}

	@Nullable KnownUser known(ByteBuffer fingerprint) {
		return this.known.getIfPresent(fingerprint);
	}

	Mono<KnownUser> check(ByteBuffer fingerprint, BasicCredentials credentials) {
		return Mono.defer(() -> this.checks.computeIfAbsent(fingerprint, (key) -> start(key, credentials)));
	}

	private Mono<KnownUser> start(ByteBuffer fingerprint, BasicCredentials credentials) {
		return this.users.check(credentials)
			.doOnNext((user) -> this.known.put(fingerprint, user))
			.subscribeOn(this.threads.work())
			.timeout(LONGEST, this.threads.answers())
			.onErrorMap(RejectedExecutionException.class, VerifiedUsers::tooMany)
			.doFinally((signal) -> this.checks.remove(fingerprint))
			// Requests go on elsewhere: these threads are for passwords alone
			.publishOn(this.threads.answers())
			.cache();
	}

	private static Throwable tooMany(RejectedExecutionException cause) {
		return ServiceUnavailableException.retryAfter(Duration.ofSeconds(1),
				"The credentials can't be checked at the moment", null, "too many passwords are checked");
	}

}
