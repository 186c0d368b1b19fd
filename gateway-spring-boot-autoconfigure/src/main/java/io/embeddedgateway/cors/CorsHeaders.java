package io.embeddedgateway.cors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.springframework.http.HttpHeaders;

/**
 * Puts the headers of the protocol on an answer, in place of those that it has.
 */
final class CorsHeaders {

	// In lower case, in which headers are looked up
	private static final List<String> NAMES = List.of("access-control-allow-origin", "access-control-allow-credentials",
			"access-control-allow-methods", "access-control-allow-headers", "access-control-expose-headers",
			"access-control-max-age", "access-control-allow-private-network");

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
					headers.put(name, new ArrayList<>(values));
				}
			});
		};
	}

	private static void addVary(HttpHeaders headers, List<String> names) {
		if (!headers.containsHeader(HttpHeaders.VARY)) {
			headers.put(HttpHeaders.VARY, new ArrayList<>(names));
			return;
		}
		List<String> present = headers.getVary();
		if (!present.contains("*")) {
			names.stream()
				.filter((name) -> present.stream().noneMatch(name::equalsIgnoreCase))
				.forEach((name) -> headers.add(HttpHeaders.VARY, name));
		}
	}

}
