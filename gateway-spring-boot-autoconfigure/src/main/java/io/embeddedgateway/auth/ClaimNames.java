package io.embeddedgateway.auth;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Caller;

/**
 * Which claims of a token say what about the caller.
 *
 * @param principal the claim that names the principal
 * @param client the claim that names the client; {@code client_id}, or else {@code azp},
 * if {@code null}
 * @param scopes the claim with the scopes, a text with spaces or a list; the usual ones
 * (RFC 8693 §4.2, and {@code scp}) if {@code null}
 * @param roles the claim with the roles, a text with spaces or a list; with dots on the
 * way to a claim within others
 */
public record ClaimNames(String principal, @Nullable String client, @Nullable String scopes, String roles) {

	/**
	 * The caller that claims tell about.
	 * @param provider the provider that vouches for the claims
	 * @param claims the claims by name
	 * @return the caller
	 * @throws InvalidCredentialsException if they don't name a principal
	 */
	public Caller caller(String provider, Map<String, Object> claims) {
		Object name = claims.get(this.principal);
		if (!(name instanceof String text) || text.isBlank()) {
			throw new InvalidCredentialsException("a token that does not name its principal");
		}
		Object scopes = (this.scopes != null) ? claims.get(this.scopes)
				: claims.getOrDefault("scope", claims.get("scp"));
		Caller named = new Caller(provider, text, client(claims), texts(scopes), Set.of(), claims);
		Set<String> roles = texts(named.claim(this.roles));
		return roles.isEmpty() ? named
				: new Caller(provider, text, named.client(), named.scopes(), roles, named.claims());
	}

	/**
	 * What else the sender of a token has to prove.
	 * @param claims the claims by name
	 * @return the claim {@code cnf} (RFC 7800), empty if there is none
	 * @throws InvalidCredentialsException if it can't be understood
	 */
	public static Map<String, Object> confirmation(Map<String, Object> claims) {
		Object claim = claims.get("cnf");
		if (claim == null) {
			return Map.of();
		}
		Map<String, Object> confirmation = new HashMap<>();
		if (claim instanceof Map<?, ?> members) {
			members.forEach((name, value) -> confirmation.put(String.valueOf(name), (value != null) ? value : ""));
		}
		if (confirmation.isEmpty()) {
			throw new InvalidCredentialsException("a token that is bound to something that can't be understood");
		}
		return confirmation;
	}

	private @Nullable String client(Map<String, Object> claims) {
		if (this.client == null) {
			return SpringCaller.client(claims);
		}
		return (claims.get(this.client) instanceof String text) ? text : null;
	}

	private static Set<String> texts(@Nullable Object claim) {
		Set<String> texts = new HashSet<>();
		if (claim instanceof String text) {
			texts.addAll(List.of(text.split("\\s+")));
		}
		if (claim instanceof Collection<?> all) {
			all.stream().filter(String.class::isInstance).forEach((each) -> texts.add((String) each));
		}
		texts.remove("");
		return texts;
	}

}
