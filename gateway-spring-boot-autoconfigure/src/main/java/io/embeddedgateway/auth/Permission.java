package io.embeddedgateway.auth;

import java.util.Collection;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Caller;

/**
 * One rule about a caller, as the configuration has it: {@code scope:x}, {@code role:x},
 * {@code client:x}, {@code claim:name=value}, {@code claim:name} or the name of a bean.
 *
 * @param kind what it is about
 * @param name the name of the scope, role, client, claim or bean
 * @param value the value of a claim; {@code null} if any will do
 */
public record Permission(Kind kind, String name, @Nullable String value) {

	/**
	 * Read a rule.
	 * @param text the text
	 * @return the rule
	 * @throws IllegalArgumentException if the text is none
	 */
	public static Permission of(String text) {
		String rule = text.trim();
		int colon = rule.indexOf(':');
		String name = rule.substring(colon + 1).trim();
		Permission permission = (colon < 0) ? new Permission(Kind.BEAN, name, null)
				: switch (rule.substring(0, colon).trim()) {
					case "scope" -> new Permission(Kind.SCOPE, name, null);
					case "role" -> new Permission(Kind.ROLE, name, null);
					case "client" -> new Permission(Kind.CLIENT, name, null);
					case "claim" -> claim(name);
					default -> null;
				};
		if (permission == null || permission.name.isEmpty() || permission.name.chars().anyMatch(Character::isWhitespace)
				|| (colon >= 0 && permission.value != null && permission.value.isEmpty())) {
			throw new IllegalArgumentException("'" + text + "' is not a rule. Write 'scope:x', 'role:x', 'client:x', "
					+ "'claim:name=value' or the name of a bean");
		}
		return permission;
	}

	private static Permission claim(String text) {
		int equals = text.indexOf('=');
		return (equals < 0) ? new Permission(Kind.CLAIM, text, null)
				: new Permission(Kind.CLAIM, text.substring(0, equals).trim(), text.substring(equals + 1).trim());
	}

	/**
	 * Whether it holds for a caller; what a bean decides is for the bean to say.
	 * @param caller the caller
	 * @return whether it does
	 */
	boolean holdsFor(Caller caller) {
		return switch (this.kind) {
			case SCOPE -> caller.scopes().contains(this.name);
			case ROLE -> caller.roles().contains(this.name);
			case CLIENT -> this.name.equals(caller.client());
			case CLAIM -> hasClaim(caller.claim(this.name));
			case BEAN -> false;
		};
	}

	private boolean hasClaim(@Nullable Object claim) {
		if (this.value == null || claim == null) {
			return claim != null;
		}
		return (claim instanceof Collection<?> values)
				? values.stream().anyMatch((each) -> this.value.equals(Objects.toString(each)))
				: this.value.equals(claim.toString());
	}

	/**
	 * What a rule is about.
	 */
	public enum Kind {

		/**
		 * A scope that the caller was granted.
		 */
		SCOPE,

		/**
		 * A role of the caller.
		 */
		ROLE,

		/**
		 * The client that calls.
		 */
		CLIENT,

		/**
		 * A claim about the caller.
		 */
		CLAIM,

		/**
		 * What a bean decides.
		 */
		BEAN

	}

}
