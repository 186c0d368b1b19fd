package io.embeddedgateway.cors;

import java.util.List;
import java.util.function.Consumer;

import org.springframework.http.HttpHeaders;

/**
 * Puts the headers of the protocol on an answer, in place of those that it has.
 */
final class CorsHeaders {

	private static final List<String> NAMES = List.of(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
			HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS,
			HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
			HttpHeaders.ACCESS_CONTROL_MAX_AGE, "Access-Control-Allow-Private-Network");

	private CorsHeaders() {
	}

	/**
	 * The change of an answer.
	 * @param given the headers that it is to have
	 * @return the change
	 */
	static Consumer<HttpHeaders> replace(HttpHeaders given) {
		return (headers) -> {
			NAMES.forEach(headers::remove);
			given.forEach((name, values) -> {
				if (name.equalsIgnoreCase(HttpHeaders.VARY)) {
					addVary(headers, values);
				}
				else {
					headers.put(name, values);
				}
			});
		};
	}

	private static void addVary(HttpHeaders headers, List<String> names) {
		List<String> present = headers.getVary();
		if (!present.contains("*")) {
			names.stream()
				.filter((name) -> present.stream().noneMatch(name::equalsIgnoreCase))
				.forEach((name) -> headers.add(HttpHeaders.VARY, name));
		}
	}

}
