package io.embeddedgateway.transform;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.HeaderNames;

/**
 * To which methods a request may be changed, and which of them take no body.
 */
final class MethodRules {

	private MethodRules() {
	}

	static void check(@Nullable HttpMethod method) {
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

	static boolean takesNoBody(HttpMethod method) {
		// RFC 9110 §9.3.1 and §9.3.2: content has no meaning there
		return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
	}

}
