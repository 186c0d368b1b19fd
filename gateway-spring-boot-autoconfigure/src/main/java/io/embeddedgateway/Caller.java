package io.embeddedgateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Who is calling, once that is known.
 *
 * @param name the name of the principal, never empty
 * @param claims what is known about the caller, by name; copied, without those that are
 * null
 */
public record Caller(String name, Map<String, Object> claims) {

	public Caller {
		if (name.isBlank()) {
			throw new IllegalArgumentException("A caller needs a name");
		}
		Map<String, Object> known = new HashMap<>(claims);
		known.values().removeIf(Objects::isNull);
		claims = Map.copyOf(known);
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
