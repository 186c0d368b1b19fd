package io.embeddedgateway;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Which methods a gateway sends by itself, and what they mean (RFC 9110 §9).
 */
public final class MethodRules {

	private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private MethodRules() {
	}

	/**
	 * Check that a request with a method may be sent.
	 * @param method the method, or {@code null} for none
	 * @throws IllegalArgumentException if it is no method in upper case, or is for
	 * connections and not for services
	 */
	public static void check(@Nullable HttpMethod method) {
		if (method == null) {
			return;
		}
		String name = method.name();
		String upperCase = name.toUpperCase(Locale.ROOT);
		if (!HeaderNames.isToken(name)) {
			throw new IllegalArgumentException(
					"'method' is '" + name + "', which is not a method. Write one like POST");
		}
		if (!name.equals(upperCase)) {
			throw new IllegalArgumentException("'method' is '" + name + "'. Write '" + upperCase + "'");
		}
		if (name.equals("CONNECT") || name.equals("TRACE")) {
			throw new IllegalArgumentException(
					"'method' is '" + name + "', which is not for gateways to send. Write another");
		}
	}

	/**
	 * Whether a request with a method changes nothing (§9.2.1).
	 * @param method the method
	 * @return {@code true} for GET, HEAD and OPTIONS
	 */
	public static boolean isSafe(HttpMethod method) {
		return SAFE.contains(method);
	}

	/**
	 * Whether a body has no meaning in a request with a method.
	 * @param method the method
	 * @return {@code true} for GET and HEAD
	 */
	public static boolean takesNoBody(HttpMethod method) {
		// RFC 9110 §9.3.1 and §9.3.2: content has no meaning there
		return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
	}

}
