package io.embeddedgateway.auth.dpop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.auth.AuthError;
import io.embeddedgateway.auth.Challenge;
import io.embeddedgateway.auth.Credentials;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.SenderConstraint;
import io.embeddedgateway.auth.Sha256;
import io.embeddedgateway.auth.TokenBinding;

/**
 * Lets only those use a token who have the key that it is bound to, by a proof with each
 * request (RFC 9449 §4.3 and §7).
 */
public final class DpopConstraint implements SenderConstraint {

	private static final String PROOF = "DPoP";

	private static final String NONCE = "DPoP-Nonce";

	/**
	 * How much the clock of a client may be ahead or behind.
	 */
	private static final Duration SKEW = Duration.ofSeconds(5);

	private final DpopPolicy policy;

	private final Clock clock;

	private final String basePath;

	private final ProofMemory memory;

	private final @Nullable Nonces nonces;

	private final List<Challenge> challenges;

	/**
	 * Create the constraint.
	 * @param policy its settings
	 * @param clock says how old proofs are
	 * @param random makes a key for nonces if the policy has none; nobody may foresee it
	 * @param basePath the path below which the application answers, empty if there is
	 * none
	 */
	public DpopConstraint(DpopPolicy policy, Clock clock, RandomGenerator random, String basePath) {
		this.policy = policy;
		this.clock = clock;
		this.basePath = basePath;
		this.memory = new ProofMemory(policy.maxAge().plus(SKEW).plus(SKEW), policy.maxProofs(), clock);
		NonceKey key = (policy.nonceKey() != null) ? policy.nonceKey() : NonceKey.random(random);
		this.nonces = (policy.nonce() == NonceMode.REQUIRED) ? new Nonces(key, clock) : null;
		this.challenges = List.of(new Challenge(PROOF, Map.of("algs", String.join(" ", policy.algorithms()))));
	}

	@Override
	public String confirmation() {
		return TokenBinding.KEY_MEMBER;
	}

	@Override
	public List<Challenge> challenges() {
		return this.challenges;
	}

	@Override
	public void check(Credentials credentials, String expected) {
		if (!credentials.scheme().equals(Credentials.DPOP)) {
			throw new InvalidCredentialsException("a token that is bound to a key, as if it were not");
		}
		GatewayExchange exchange = credentials.exchange();
		List<String> proofs = exchange.request().headers().getOrEmpty(PROOF);
		if (proofs.size() != 1) {
			throw DpopProof.invalid("that is missing, or more than one");
		}
		DpopProof proof = DpopProof.parse(proofs.get(0), this.policy.algorithms());
		// Before the signature: only the key of the token is worth the work
		if (!isEqual(expected, proof.thumbprint())) {
			throw DpopProof.invalid("by another key than the token is bound to");
		}
		proof.checkSignature();
		checkRequest(proof, exchange);
		checkTime(proof);
		if (!isEqual(Sha256.base64Url(Sha256.of(credentials.value())), proof.text("ath"))) {
			throw DpopProof.invalid("for another token");
		}
		checkNonce(proof, exchange);
		// Last: what is not valid otherwise is not worth remembering
		boolean fresh = credentials.areUsed() ? this.memory.use(expected, proof.id())
				: !this.memory.knows(expected, proof.id());
		if (!fresh) {
			throw DpopProof.invalid("that was used before");
		}
	}

	private void checkRequest(DpopProof proof, GatewayExchange exchange) {
		if (!exchange.request().method().name().equals(proof.text("htm"))) {
			throw DpopProof.invalid("for another method");
		}
		ClientConnection client = exchange.client();
		String claimed = proof.text("htu");
		String target = client.scheme() + "://" + client.host() + this.basePath + exchange.request().rawPath();
		String normalized = (client.host() != null) ? TargetUri.normalize(target) : null;
		if (claimed == null || normalized == null || !normalized.equals(TargetUri.normalize(claimed))) {
			throw DpopProof.invalid("for another URI");
		}
	}

	private void checkTime(DpopProof proof) {
		long age = this.clock.millis() - proof.issuedAt();
		if (age > this.policy.maxAge().plus(SKEW).toMillis() || age < -SKEW.toMillis()) {
			throw DpopProof.invalid("of another time");
		}
	}

	private void checkNonce(DpopProof proof, GatewayExchange exchange) {
		if (this.nonces == null) {
			return;
		}
		String nonce = proof.text("nonce");
		String current = this.nonces.current();
		if (nonce == null || !this.nonces.isValid(nonce)) {
			throw new InvalidCredentialsException(AuthError.USE_DPOP_NONCE, "a proof without a nonce that counts",
					Map.of(NONCE, current));
		}
		if (!nonce.equals(current)) {
			// RFC 9449 §8.2: before the one that it has ends
			exchange.onAnswer((headers) -> headers.set(NONCE, current));
		}
	}

	private static boolean isEqual(String expected, @Nullable String sent) {
		return sent != null && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
				sent.getBytes(StandardCharsets.UTF_8));
	}

}
