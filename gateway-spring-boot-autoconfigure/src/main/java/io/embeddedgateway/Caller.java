package io.embeddedgateway;

import java.util.Map;

/**
 * Who is calling, once that is known.
 *
 * @param name the name of the principal, never empty
 * @param claims what is known about the caller, by name; copied
 */
public record Caller(String name, Map<String, Object> claims) {

	public Caller {
		if (name.isBlank()) {
			throw new IllegalArgumentException("A caller needs a name");
		}
		claims = Map.copyOf(claims);
	}

	/**
	 * A caller of whom only the name is known.
	 * @param name the name of the principal
	 * @return the caller
	 */
	public static Caller named(String name) {
		return new Caller(name, Map.of());
	}

}
