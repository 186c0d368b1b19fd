package io.embeddedgateway.auth.basic;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.auth.Grants;

/**
 * A user who calls with a password.
 *
 * @param password the hash of the password
 * @param scopes what the user is granted; copied
 * @param roles what the user is; copied
 * @param attributes what else is known about the user, which become claims
 */
public record BasicUser(@Nullable PasswordHash password, @DefaultValue Set<String> scopes,
		@DefaultValue Set<String> roles, @DefaultValue Map<String, Object> attributes) {

	/**
	 * Check the user.
	 * @throws IllegalArgumentException if the user has no password, or a scope could be
	 * none
	 */
	public BasicUser {
		Grants grants = new Grants(scopes, roles, attributes);
		scopes = grants.scopes();
		roles = grants.roles();
		if (password == null) {
			throw new IllegalArgumentException("has no password. " + PasswordHash.REMEDY);
		}
	}

	/**
	 * A user from the short form.
	 * @param text the hash of the password
	 * @return the user, without grants
	 */
	public static BasicUser of(String text) {
		return new BasicUser(PasswordHash.of(text), Set.of(), Set.of(), Map.of());
	}

}
