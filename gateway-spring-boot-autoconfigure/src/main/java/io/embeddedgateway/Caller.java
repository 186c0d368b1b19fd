package io.embeddedgateway;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who is calling, once that is known.
 *
 * @param provider the name of the provider that vouches for the caller, or
 * {@value #APPLICATION}
 * @param name the name of the principal, never empty
 * @param client the client that calls, for somebody or for itself; {@code null} if it is
 * not known
 * @param scopes what the caller was granted (RFC 6749 §3.3); copied
 * @param roles what the caller is; copied
 * @param claims what else is known about the caller, by name; copied, without those that
 * are {@code null}
 */
public record Caller(String provider, String name, @Nullable String client, Set<String> scopes, Set<String> roles,
		Map<String, Object> claims) implements Principal {

	/**
	 * The provider of callers that the application itself has authenticated.
	 */
	public static final String APPLICATION = "application";

	public Caller {
		if (name.isBlank()) {
			throw new IllegalArgumentException("A caller needs a name");
		}
		scopes = Set.copyOf(scopes);
		roles = Set.copyOf(roles);
		Map<String, Object> known = new HashMap<>(claims);
		known.values().removeIf(Objects::isNull);
		claims = Map.copyOf(known);
	}

	/**
	 * A caller that the application vouches for, without client, scopes and roles.
	 * @param name the name of the principal
	 * @param claims what is known about the caller
	 */
	public Caller(String name, Map<String, Object> claims) {
		this(APPLICATION, name, null, Set.of(), Set.of(), claims);
	}

	/**
	 * A caller of whom only the name is known.
	 * @param name the name of the principal
	 * @return the caller
	 */
	public static Caller named(String name) {
		return new Caller(name, Map.of());
	}

	/**
	 * A claim, also one within another.
	 * @param name the name of the claim, or the names on the way to it with dots between
	 * them ({@code realm_access.roles}); a claim whose own name has dots goes first
	 * @return its value, or {@code null} if there is none
	 */
	public @Nullable Object claim(String name) {
		return claim(this.claims, name);
	}

	private static @Nullable Object claim(Map<?, ?> claims, String name) {
		Object value = claims.get(name);
		for (int dot = name.indexOf('.'); value == null && dot > 0; dot = name.indexOf('.', dot + 1)) {
			if (claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner) {
				value = claim(inner, name.substring(dot + 1));
			}
		}
		return value;
	}

	/**
	 * This caller, for whom another provider vouches.
	 * @param provider the name of the provider
	 * @return the caller
	 */
	public Caller withProvider(String provider) {
		return new Caller(provider, this.name, this.client, this.scopes, this.roles, this.claims);
	}

	@Override
	public String getName() {
		return this.name;
	}

	/**
	 * Name and provider; not the claims, which are nobody else's business.
	 */
	@Override
	public String toString() {
		return "'" + this.name + "' of '" + this.provider + "'";
	}

}
