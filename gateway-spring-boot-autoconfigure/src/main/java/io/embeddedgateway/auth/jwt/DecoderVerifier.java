package io.embeddedgateway.auth.jwt;

import java.time.Duration;
import java.util.Map;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.auth.AuthError;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.TokenVerifier;
import io.embeddedgateway.auth.VerifiedCaller;

/**
 * Verifies tokens by a bean of the application.
 */
final class DecoderVerifier implements TokenVerifier {

	private final ReactiveJwtDecoder decoder;

	private final JwtCallers callers;

	private final OAuth2TokenValidator<Jwt> named;

	private final boolean issued;

	private final Duration timeout;

	private final Scheduler scheduler;

	/**
	 * Create a verifier.
	 * @param policy the settings
	 * @param callers makes callers
	 * @param decoder the bean
	 * @param scheduler measures how long tokens wait
	 */
	DecoderVerifier(JwtPolicy policy, JwtCallers callers, ReactiveJwtDecoder decoder, Scheduler scheduler) {
		this.decoder = decoder;
		this.callers = callers;
		this.named = new DelegatingOAuth2TokenValidator<>(JwtValidation.named(policy));
		this.issued = policy.expectedIssuer() != null;
		this.timeout = policy.timeout();
		this.scheduler = scheduler;
	}

	@Override
	public Mono<VerifiedCaller> verify(String token) {
		return Mono.defer(() -> this.decoder.decode(token))
			.timeout(this.timeout, this.scheduler)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("the decoder did not answer")))
			.map(this::verified)
			.onErrorResume(BadJwtException.class, this::refused);
	}

	private VerifiedCaller verified(Jwt jwt) {
		if (this.named.validate(jwt).hasErrors()) {
			throw new InvalidCredentialsException("a token of another issuer, or for another audience");
		}
		return this.callers.caller(jwt, () -> true);
	}

	// Without an issuer that is known by name, somebody else may know the token
	private Mono<VerifiedCaller> refused(BadJwtException error) {
		if (!this.issued) {
			return Mono.empty();
		}
		return Mono.error(
				new InvalidCredentialsException(AuthError.INVALID_TOKEN, "a token that is not valid", Map.of(), error));
	}

}
