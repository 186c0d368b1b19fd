package io.embeddedgateway.resilience;

import java.util.Locale;
import java.util.Set;

import org.springframework.http.HttpHeaders;

import io.embeddedgateway.GatewayResponse;

/**
 * Knows responses that last as long as there is something to tell.
 */
final class Streams {

	private static final Set<String> TYPES = Set.of("text/event-stream", "application/x-ndjson", "application/ndjson",
			"application/jsonl", "application/stream+json", "multipart/x-mixed-replace");

	private Streams() {
	}

	static boolean isStream(GatewayResponse response) {
		if (response.status().value() == 101) {
			return true;
		}
		String contentType = response.headers().getFirst(HttpHeaders.CONTENT_TYPE);
		if (contentType == null) {
			return false;
		}
		int end = contentType.indexOf(';');
		String type = ((end < 0) ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
		return TYPES.contains(type) || type.endsWith("+ndjson") || type.equals("application/grpc")
				|| type.startsWith("application/grpc+") || type.startsWith("application/grpc-web");
	}

}
