package io.embeddedgateway.auth.opaque;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2TokenIntrospectionClaimNames;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.auth.ClaimNames;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.TokenVerifier;
import io.embeddedgateway.auth.VerifiedCaller;

/**
 * Asks who gave a token whether it is valid.
 */
final class IntrospectionVerifier implements TokenVerifier {

	private final String provider;

	private final OpaquePolicy policy;

	private final ClaimNames names;

	private final ReactiveOpaqueTokenIntrospector introspector;

	private final Scheduler scheduler;

	/**
	 * Create a verifier.
	 * @param provider the name of the provider
	 * @param policy the settings
	 * @param introspector asks
	 * @param scheduler measures how long it takes
	 */
	IntrospectionVerifier(String provider, OpaquePolicy policy, ReactiveOpaqueTokenIntrospector introspector,
			Scheduler scheduler) {
		this.provider = provider;
		this.policy = policy;
		this.names = policy.claimNames();
		this.introspector = introspector;
		this.scheduler = scheduler;
	}

	@Override
	public Mono<VerifiedCaller> verify(String token) {
		return Mono.defer(() -> this.introspector.introspect(token))
			.timeout(this.policy.timeout(), this.scheduler)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("the introspector did not answer")))
			.map((principal) -> verified(token, principal))
			// Somebody else may know it
			.onErrorResume(BadOpaqueTokenException.class, (error) -> Mono.empty());
	}

	private VerifiedCaller verified(String token, OAuth2AuthenticatedPrincipal principal) {
		Map<String, Object> claims = new HashMap<>(principal.getAttributes());
		Object expires = claims.get(OAuth2TokenIntrospectionClaimNames.EXP);
		if (this.policy.issuer() != null
				&& !this.policy.issuer().equals(text(claims.get(OAuth2TokenIntrospectionClaimNames.ISS)))) {
			throw new InvalidCredentialsException("a token of another issuer");
		}
		if (!this.policy.audiences().isEmpty() && Collections.disjoint(this.policy.audiences(),
				audiences(claims.get(OAuth2TokenIntrospectionClaimNames.AUD)))) {
			throw new InvalidCredentialsException("a token for another audience");
		}
		// Times as they stand in the answer
		claims.replaceAll((name, value) -> (value instanceof Instant time) ? time.getEpochSecond() : value);
		return new VerifiedCaller(this.names.caller(this.provider, claims),
				new Credential(CredentialKind.TOKEN, HttpHeaders.AUTHORIZATION, token), principal,
				(expires instanceof Instant time) ? time : null, ClaimNames.confirmation(claims), () -> true);
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	private static Collection<?> audiences(@Nullable Object value) {
		if (value instanceof Collection<?> several) {
			return several;
		}
		return (value != null) ? List.of(value) : List.of();
	}

}
