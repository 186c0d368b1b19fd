package io.embeddedgateway.auth;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;

/**
 * Callers that Spring Security has authenticated.
 */
public final class SpringCaller {

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	private SpringCaller() {
	}

	/**
	 * The caller of an authentication: authorities that start with {@code SCOPE_} are its
	 * scopes, such that start with {@code ROLE_} its roles, and what is known about a
	 * token are its claims.
	 * @param provider the provider that vouches for the caller
	 * @param authentication the authentication
	 * @return the caller, or {@code null} if the authentication is none, or nobody's
	 */
	public static @Nullable Caller of(String provider, @Nullable Authentication authentication) {
		if (!TRUST.isAuthenticated(authentication) || authentication == null || authentication.getName().isBlank()) {
			return null;
		}
		Set<String> scopes = new HashSet<>();
		Set<String> roles = new HashSet<>();
		for (GrantedAuthority granted : authentication.getAuthorities()) {
			String authority = granted.getAuthority();
			if (authority != null && authority.startsWith("SCOPE_")) {
				scopes.add(authority.substring(6));
			}
			else if (authority != null && authority.startsWith("ROLE_")) {
				roles.add(authority.substring(5));
			}
		}
		Map<String, Object> claims = claims(authentication);
		return new Caller(provider, authentication.getName(), client(claims), scopes, roles, claims);
	}

	private static Map<String, Object> claims(Authentication authentication) {
		if (authentication instanceof AbstractOAuth2TokenAuthenticationToken<?> token) {
			return token.getTokenAttributes();
		}
		return (authentication.getPrincipal() instanceof OAuth2AuthenticatedPrincipal principal)
				? principal.getAttributes() : Map.of();
	}

	/**
	 * Whether an error of Spring Security says that the credentials are wrong. Others say
	 * that this could not be found out.
	 * @param error the error
	 * @return {@code true} if they are wrong
	 */
	public static boolean isRefusal(Throwable error) {
		return error instanceof AuthenticationException && !(error instanceof AuthenticationServiceException);
	}

	/**
	 * The client that a token was given to.
	 * @param claims the claims of the token
	 * @return {@code client_id} (RFC 8693 §4.3), or else {@code azp} (OpenID Connect Core
	 * §2); {@code null} if it has neither
	 */
	public static @Nullable String client(Map<String, Object> claims) {
		Object client = (claims.get("client_id") instanceof String id) ? id : claims.get("azp");
		return (client instanceof String text) ? text : null;
	}

	/**
	 * The caller that the application itself has authenticated.
	 * @return the caller; empty if it has authenticated nobody
	 */
	static Mono<VerifiedCaller> ofApplication() {
		return ReactiveSecurityContextHolder.getContext()
			.mapNotNull(SecurityContext::getAuthentication)
			.mapNotNull(SpringCaller::verified);
	}

	private static @Nullable VerifiedCaller verified(Authentication authentication) {
		Caller caller = of(Caller.APPLICATION, authentication);
		return (caller != null) ? new VerifiedCaller(caller, new Credential(CredentialKind.TOKEN, "", ""),
				authentication, null, Map.of(), () -> true) : null;
	}

}
