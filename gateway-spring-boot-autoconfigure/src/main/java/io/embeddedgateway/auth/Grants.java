package io.embeddedgateway.auth;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.embeddedgateway.Caller;

/**
 * What a caller that is declared may do, and what is known about it.
 *
 * @param scopes what the caller is granted (RFC 6749 §3.3); copied
 * @param roles what the caller is; copied
 * @param attributes what else is known, which become the claims of the caller
 */
public record Grants(Set<String> scopes, Set<String> roles, Map<String, Object> attributes) {

	/**
	 * Nothing.
	 */
	public static final Grants NONE = new Grants(Set.of(), Set.of(), Map.of());

	private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

	/**
	 * Check the grants.
	 * @throws IllegalArgumentException if a scope could be none
	 */
	public Grants {
		scopes = Set.copyOf(scopes);
		roles = Set.copyOf(roles);
		for (String scope : scopes) {
			if (!SCOPE.matcher(scope).matches()) {
				throw new IllegalArgumentException(
						"'" + scope + "' is no scope. Write several with commas between them: 'scopes: a, b'");
			}
		}
	}

	/**
	 * The caller who has them, and calls for itself.
	 * @param provider the name of the provider that vouches for the caller
	 * @param name the name of the caller, also as client
	 * @return the caller
	 */
	public Caller caller(String provider, String name) {
		return new Caller(provider, name, name, this.scopes, this.roles, this.attributes);
	}

}
