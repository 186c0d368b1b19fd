package io.embeddedgateway.auth.opaque;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.Caller;
import io.embeddedgateway.auth.ClaimNames;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.SpringCaller;
import io.embeddedgateway.auth.TokenVerifier;
import io.embeddedgateway.auth.VerifiedCaller;

/**
 * Has tokens authenticated by a bean of the application.
 */
final class ManagerVerifier implements TokenVerifier {

	private final String provider;

	private final Duration timeout;

	private final ReactiveAuthenticationManager manager;

	private final Scheduler scheduler;

	/**
	 * Create a verifier.
	 * @param provider the name of the provider
	 * @param policy the settings
	 * @param manager the bean
	 * @param scheduler measures how long it takes
	 */
	ManagerVerifier(String provider, OpaquePolicy policy, ReactiveAuthenticationManager manager, Scheduler scheduler) {
		this.provider = provider;
		this.timeout = policy.timeout();
		this.manager = manager;
		this.scheduler = scheduler;
	}

	@Override
	public Mono<VerifiedCaller> verify(String token) {
		return Mono.defer(() -> this.manager.authenticate(new BearerTokenAuthenticationToken(token)))
			.timeout(this.timeout, this.scheduler)
			.map((authentication) -> verified(token, authentication))
			// Somebody else may know it
			.onErrorResume(SpringCaller::isRefusal, (error) -> Mono.empty());
	}

	private VerifiedCaller verified(String token, Authentication authentication) {
		Caller caller = SpringCaller.of(this.provider, authentication);
		if (caller == null) {
			throw new InvalidCredentialsException("a token that stands for nobody");
		}
		return new VerifiedCaller(caller, new Credential(CredentialKind.TOKEN, HttpHeaders.AUTHORIZATION, token),
				authentication.getPrincipal(), expires(authentication), ClaimNames.confirmation(caller.claims()),
				() -> true);
	}

	private static @Nullable Instant expires(Authentication authentication) {
		return (authentication instanceof AbstractOAuth2TokenAuthenticationToken<?> authenticated)
				? authenticated.getToken().getExpiresAt() : null;
	}

}
