package io.embeddedgateway.auth;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a client is to bring, for {@code WWW-Authenticate} (RFC 9110 §11.3).
 *
 * @param scheme the scheme
 * @param parameters its parameters, in order; without quotes and backslashes; copied
 */
public record Challenge(String scheme, Map<String, String> parameters) {

	public Challenge {
		parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
	}

	/**
	 * A challenge without parameters.
	 * @param scheme the scheme
	 * @return the challenge
	 */
	public static Challenge of(String scheme) {
		return new Challenge(scheme, Map.of());
	}

	/**
	 * This challenge with one more parameter.
	 * @param name the name
	 * @param value the value
	 * @return the challenge
	 */
	public Challenge with(String name, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.parameters);
		more.put(name, value);
		return new Challenge(this.scheme, more);
	}

	/**
	 * The challenge as the header has it.
	 */
	@Override
	public String toString() {
		return this.parameters.isEmpty() ? this.scheme
				: this.scheme + " "
						+ this.parameters.entrySet()
							.stream()
							.map((parameter) -> parameter.getKey() + "=\"" + parameter.getValue() + "\"")
							.collect(Collectors.joining(", "));
	}

}
