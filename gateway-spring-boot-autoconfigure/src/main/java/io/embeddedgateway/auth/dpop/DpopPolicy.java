package io.embeddedgateway.auth.dpop;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How clients prove that they have the key that a token is bound to (RFC 9449).
 *
 * @param maxAge how old a proof may be, 1 s to 1 h
 * @param algorithms the algorithms of signatures that count (RFC 7518 §3.1), all of them
 * asymmetric; all of them if empty; copied
 * @param nonce whether a proof has to carry a nonce of the gateway
 * @param nonceKey what nonces are made with, the same for all gateways with the same
 * clients; {@code null} for a random one
 * @param maxProofs how many proofs are remembered at least for their time, so that none
 * is used twice; beyond that, requests are refused; 1,000 or more
 */
public record DpopPolicy(@DefaultValue("60s") Duration maxAge, @DefaultValue Set<String> algorithms,
		@DefaultValue("off") NonceMode nonce, @Nullable NonceKey nonceKey, @DefaultValue("500000") int maxProofs) {

	/**
	 * All algorithms that can be checked.
	 */
	private static final List<String> ALGORITHMS = List.of("ES256", "ES384", "ES512", "PS256", "PS384", "PS512",
			"RS256", "RS384", "RS512");

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final int FEWEST = 1000;

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a number is out of range, or an algorithm is
	 * not one of those that can be checked
	 */
	public DpopPolicy {
		if (maxAge.compareTo(SHORTEST) < 0 || maxAge.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'max-age' is " + maxAge.toMillis() + "ms. Write between 1s and 1h, for example '60s'");
		}
		algorithms = Collections.unmodifiableSet(new LinkedHashSet<>(algorithms.isEmpty() ? ALGORITHMS : algorithms));
		if (!ALGORITHMS.containsAll(algorithms)) {
			throw new IllegalArgumentException(
					"'algorithms' is " + algorithms + ". Write one or more of " + ALGORITHMS + ", in upper case");
		}
		if (maxProofs < FEWEST) {
			throw new IllegalArgumentException("'max-proofs' is " + maxProofs + ". Write " + FEWEST + " or more");
		}
	}

}
