package io.embeddedgateway.auth;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.text.KebabCase;

/**
 * Who may use a route.
 *
 * @param caller whether the route asks who is calling
 * @param allOf rules of which each has to hold, as {@link Permission} reads them; copied
 * @param anyOf rules of which one has to hold, beside all the others; copied
 * @param providers the names of the providers whose callers may come; all of them if
 * empty; copied
 */
public record AuthPolicy(@DefaultValue("required") CallerMode caller, @DefaultValue List<String> allOf,
		@DefaultValue List<String> anyOf, @DefaultValue Set<String> providers) {

	/**
	 * A valid caller, whoever it is.
	 */
	public static final AuthPolicy REQUIRED = new AuthPolicy(CallerMode.REQUIRED, List.of(), List.of(), Set.of());

	/**
	 * Everyone.
	 */
	public static final AuthPolicy NONE = new AuthPolicy(CallerMode.NONE, List.of(), List.of(), Set.of());

	public AuthPolicy {
		allOf = List.copyOf(allOf);
		anyOf = List.copyOf(anyOf);
		providers = Set.copyOf(providers);
		boolean rules = !allOf.isEmpty() || !anyOf.isEmpty();
		if (caller != CallerMode.REQUIRED && rules) {
			throw new IllegalArgumentException("'caller: " + KebabCase.of(caller)
					+ "' lets everyone in, so its rules would never count. Remove one");
		}
		if (caller == CallerMode.NONE && !providers.isEmpty()) {
			throw new IllegalArgumentException(
					"'caller: none' asks nobody who they are, so 'providers' would never count. Remove one");
		}
		Stream.concat(allOf.stream(), anyOf.stream()).forEach(Permission::of);
	}

	/**
	 * A policy from its short form.
	 * @param text {@code none}, {@code optional}, {@code required} or one rule
	 * @return the policy
	 * @throws IllegalArgumentException if the text is neither
	 */
	public static AuthPolicy of(String text) {
		return switch (text.trim()) {
			case "none" -> NONE;
			case "optional" -> new AuthPolicy(CallerMode.OPTIONAL, List.of(), List.of(), Set.of());
			case "required" -> REQUIRED;
			default -> new AuthPolicy(CallerMode.REQUIRED, List.of(text), List.of(), Set.of());
		};
	}

	/**
	 * All rules.
	 * @return the rules
	 */
	public Stream<Permission> permissions() {
		return Stream.concat(this.allOf.stream(), this.anyOf.stream()).map(Permission::of);
	}

}
