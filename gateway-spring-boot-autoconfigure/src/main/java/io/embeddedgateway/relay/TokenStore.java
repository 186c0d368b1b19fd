package io.embeddedgateway.relay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.auth.TokenHash;

/**
 * Keeps the tokens that the gateway got until shortly before they end. All who need the
 * same one wait for one answer; after a failure, nobody asks again for a second.
 */
public final class TokenStore {

	private static final long LARGEST = 10_000;

	private static final Duration FAILURE = Duration.ofSeconds(1);

	/**
	 * A token has to be valid for longer than its request takes: it is not used any more
	 * for the last tenth of its time, at most for this long.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(30);

	private final Cache<Key, Mono<String>> tokens;

	private final Clock clock;

	private final Scheduler scheduler;

	/**
	 * Create the only store.
	 * @param clock says when tokens end
	 * @param scheduler measures until then
	 */
	public TokenStore(Clock clock, Scheduler scheduler) {
		this.clock = clock;
		this.scheduler = scheduler;
		this.tokens = Caffeine.newBuilder()
			.maximumSize(LARGEST)
			.expireAfterAccess(Duration.ofMinutes(10))
			.executor(Runnable::run)
			.build();
	}

	/**
	 * Get a token.
	 * @param key what it is for
	 * @param subject the token of the caller, or empty
	 * @param source gets it if it is not there
	 * @return the token
	 */
	Mono<String> get(Key key, String subject, TokenClient.Source source) {
		return this.tokens.get(key,
				(missing) -> source.get(subject)
					.cache((token) -> use(token), (error) -> FAILURE, () -> Duration.ZERO, this.scheduler)
					.map((token) -> token.getAccessToken().getTokenValue()));
	}

	private Duration use(OAuth2AccessTokenResponse token) {
		Instant expires = token.getAccessToken().getExpiresAt();
		if (expires == null) {
			return Duration.ZERO;
		}
		Duration left = Duration.between(this.clock.instant(), expires);
		Duration margin = left.dividedBy(10);
		Duration use = left.minus((margin.compareTo(MARGIN) < 0) ? margin : MARGIN);
		return use.isNegative() ? Duration.ZERO : use;
	}

	/**
	 * What a token is for.
	 *
	 * @param client the name of the client that got it
	 * @param request what was asked for
	 * @param subject whose token was exchanged, or {@code null} if none was
	 */
	record Key(String client, Request request, @Nullable TokenHash subject) {
	}

	/**
	 * What a token was asked for with.
	 *
	 * @param token how it was got
	 * @param audiences for whom it is to be
	 * @param scopes what it is to allow
	 */
	record Request(@Nullable TokenRelay token, Set<String> audiences, Set<String> scopes) {
	}

}
