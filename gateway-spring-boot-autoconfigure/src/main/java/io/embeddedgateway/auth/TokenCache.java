package io.embeddedgateway.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.ServiceUnavailableException;

/**
 * Remembers whom tokens stand for, by their hashes, no longer than the tokens themselves
 * are valid.
 */
public final class TokenCache {

	/**
	 * How many characters all remembered tokens may have together: some ten thousand
	 * tokens of an ordinary length.
	 */
	private static final long LARGEST = 16L * 1024 * 1024;

	private static final int MOST_FLIGHTS = 10_000;

	private static final Duration LONGEST_FLIGHT = Duration.ofSeconds(10);

	private final Cache<TokenHash, Entry> entries;

	private final ConcurrentMap<Flight, Mono<VerifiedCaller>> flights = new ConcurrentHashMap<>();

	private final Clock clock;

	private final Scheduler scheduler;

	/**
	 * Create a cache.
	 * @param clock says when tokens end
	 * @param scheduler measures how long it takes to verify one
	 */
	public TokenCache(Clock clock, Scheduler scheduler) {
		this.clock = clock;
		this.scheduler = scheduler;
		this.entries = Caffeine.newBuilder()
			.maximumWeight(LARGEST)
			.weigher((TokenHash hash, Entry entry) -> 256 + entry.caller.credential().secret().length())
			.executor(Runnable::run)
			.build();
	}

	@Nullable VerifiedCaller get(TokenHash hash) {
		Entry entry = this.entries.getIfPresent(hash);
		if (entry == null) {
			return null;
		}
		if (this.clock.millis() >= entry.until || !entry.caller.valid().getAsBoolean()) {
			this.entries.invalidate(hash);
			return null;
		}
		return entry.caller;
	}

	void put(TokenHash hash, VerifiedCaller caller, Duration atMost) {
		long now = this.clock.millis();
		long until = now + atMost.toMillis();
		if (caller.expires() != null) {
			until = Math.min(until, caller.expires().toEpochMilli());
		}
		if (until > now) {
			this.entries.put(hash, new Entry(caller, until));
		}
	}

	/**
	 * Let all who ask for the same token wait for one answer.
	 * @param hash the hash of the token
	 * @param provider the name of the provider that answers
	 * @param answer gets the answer
	 * @return the one answer
	 */
	Mono<VerifiedCaller> once(TokenHash hash, String provider, Mono<VerifiedCaller> answer) {
		Flight flight = new Flight(hash, provider);
		return Mono.defer(() -> {
			if (this.flights.size() >= MOST_FLIGHTS) {
				return Mono.error(ServiceUnavailableException.retryAfter(Duration.ofSeconds(1),
						"The credentials can't be checked at the moment", null, "too many tokens are being verified"));
			}
			return this.flights.computeIfAbsent(flight, (key) -> flight(key, answer));
		});
	}

	// Who waits may leave, so that the end of the flight can't depend on anybody
	private Mono<VerifiedCaller> flight(Flight flight, Mono<VerifiedCaller> answer) {
		return answer.timeout(LONGEST_FLIGHT, this.scheduler)
			.doFinally((signal) -> this.flights.remove(flight))
			.cache();
	}

	private record Entry(VerifiedCaller caller, long until) {
	}

	private record Flight(TokenHash hash, String provider) {
	}

}
