package io.embeddedgateway.auth.jwt;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where the keys of an issuer come from.
 */
interface KeySource {

	/**
	 * The keys that are known.
	 * @return the keys, or {@code null} if none are known that could still be trusted
	 */
	@Nullable VerificationKeys current();

	/**
	 * Keys for a token that the known ones don't suit.
	 * @return newer keys, or the same if it is too early to ask again; an error if they
	 * can't be had at the moment
	 */
	Mono<VerificationKeys> newer();

	/**
	 * Keys that stay the same.
	 * @param keys the keys
	 * @return the source
	 */
	static KeySource of(VerificationKeys keys) {
		return new KeySource() {

			@Override
			public VerificationKeys current() {
				return keys;
			}

			@Override
			public Mono<VerificationKeys> newer() {
				return Mono.just(keys);
			}

		};
	}

}
