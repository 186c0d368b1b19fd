package io.embeddedgateway.auth.jwt;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer, as they are at one time.
 *
 * @param all the keys; copied
 */
record VerificationKeys(List<VerificationKey> all) {

	/**
	 * How many keys are tried for a token that does not name one.
	 */
	private static final int MOST_TRIED = 4;

	VerificationKeys {
		all = List.copyOf(all);
	}

	/**
	 * The keys that may have signed a token.
	 * @param keyId the key that the token names, or {@code null} if it names none
	 * @param algorithm the algorithm that the token names
	 * @return the keys, few
	 */
	List<VerificationKey> suiting(@Nullable String keyId, String algorithm) {
		return this.all.stream().filter((key) -> key.suits(keyId, algorithm)).limit(MOST_TRIED).toList();
	}

	boolean knows(@Nullable String keyId) {
		return keyId != null && this.all.stream().anyMatch((key) -> Objects.equals(key.id(), keyId));
	}

}
