package io.embeddedgateway.auth.basic;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;
import io.embeddedgateway.auth.SpringCaller;

/**
 * Users whom a bean of the application knows.
 */
final class ManagedUsers implements Users {

	private final String provider;

	private final ReactiveAuthenticationManager manager;

	ManagedUsers(String provider, ReactiveAuthenticationManager manager) {
		this.provider = provider;
		this.manager = manager;
	}

	@Override
	public Mono<KnownUser> check(BasicCredentials credentials) {
		return Mono
			.defer(() -> this.manager.authenticate(
					UsernamePasswordAuthenticationToken.unauthenticated(credentials.name(), credentials.password())))
			.mapNotNull(this::known)
			.onErrorResume(SpringCaller::isRefusal, (refusal) -> Mono.empty());
	}

	private @Nullable KnownUser known(Authentication authentication) {
		Caller caller = SpringCaller.of(this.provider, authentication);
		return (caller != null) ? new KnownUser(caller, authentication) : null;
	}

}
