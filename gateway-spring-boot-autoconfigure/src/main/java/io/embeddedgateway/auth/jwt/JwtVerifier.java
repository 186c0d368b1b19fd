package io.embeddedgateway.auth.jwt;

import java.security.Key;
import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.auth.AuthError;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.TokenVerifier;
import io.embeddedgateway.auth.VerifiedCaller;

/**
 * Verifies tokens by the keys of their issuer. Where the keys are known nothing is waited
 * for. Spring Security's decoder does the cryptography; the algorithm is one that both
 * the configuration and the key allow, whatever the token says.
 */
final class JwtVerifier implements TokenVerifier {

	private final JwtPolicy policy;

	private final JwtCallers callers;

	private final KeySource keys;

	private final NimbusJwtDecoder decoder;

	private final Scheduler scheduler;

	/**
	 * Create a verifier.
	 * @param policy the settings
	 * @param callers makes callers
	 * @param keys the keys of the issuer
	 * @param clock says what time it is
	 * @param scheduler measures how long tokens wait
	 */
	JwtVerifier(JwtPolicy policy, JwtCallers callers, KeySource keys, Clock clock, Scheduler scheduler) {
		this.policy = policy;
		this.callers = callers;
		this.keys = keys;
		this.scheduler = scheduler;
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSKeySelector((header, context) -> keys(header));
		// Both are checked elsewhere: types in the text, claims by the validator
		processor.setJWSTypeVerifier((type, context) -> {
		});
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		this.decoder = new NimbusJwtDecoder(processor);
		this.decoder.setClaimSetConverter(JwtVerifier::claims);
		this.decoder.setJwtValidator(JwtValidation.of(policy, clock));
	}

	// Spring's own converter looks up conversions for each claim, and makes up an 'iat'
	private static Map<String, Object> claims(Map<String, Object> parsed) {
		Map<String, Object> claims = new HashMap<>(parsed);
		claims.values().removeIf(Objects::isNull);
		claims.replaceAll((name, value) -> (value instanceof Date time) ? time.toInstant() : value);
		return claims;
	}

	private List<Key> keys(JWSHeader header) {
		VerificationKeys keys = this.keys.current();
		return (keys != null) ? keys.suiting(header.getKeyID(), header.getAlgorithm().getName())
			.stream()
			.<Key>map(VerificationKey::key)
			.toList() : List.of();
	}

	@Override
	public Mono<VerifiedCaller> verify(String token) {
		JwtText text = JwtText.of(token);
		if (!this.policy.types().contains(text.type())) {
			throw new InvalidCredentialsException("a token of a type that does not count");
		}
		if (!text.issuer().equals(this.policy.expectedIssuer())) {
			throw new InvalidCredentialsException("a token of another issuer");
		}
		VerificationKeys known = this.keys.current();
		if (known != null) {
			List<VerificationKey> suiting = known.suiting(text.keyId(), text.algorithm());
			if (!suiting.isEmpty() || known.knows(text.keyId())) {
				return Mono.just(verified(token, known, suiting));
			}
		}
		return this.keys.newer()
			.timeout(this.policy.timeout(), this.scheduler)
			.map((keys) -> verified(token, keys, keys.suiting(text.keyId(), text.algorithm())));
	}

	private VerifiedCaller verified(String token, VerificationKeys known, List<VerificationKey> suiting) {
		if (suiting.isEmpty()) {
			throw new InvalidCredentialsException("a token that no known key could have signed in this way");
		}
		return this.callers.caller(decode(token), () -> trusts(known, suiting));
	}

	private Jwt decode(String token) {
		try {
			return this.decoder.decode(token);
		}
		catch (BadJwtException ex) {
			throw new InvalidCredentialsException(AuthError.INVALID_TOKEN, "a token that is not valid", Map.of(), ex);
		}
	}

	// They are equal at a glance, because the same keys stay the same object
	private boolean trusts(VerificationKeys known, List<VerificationKey> suiting) {
		VerificationKeys current = this.keys.current();
		return current != null && (current.equals(known) || current.all().containsAll(suiting));
	}

}
