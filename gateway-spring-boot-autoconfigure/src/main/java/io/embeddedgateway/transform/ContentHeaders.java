package io.embeddedgateway.transform;

import java.util.List;

import org.springframework.http.HttpHeaders;

/**
 * The headers that describe a body, and go with it (after RFC 9110 §15.4).
 */
final class ContentHeaders {

	private static final List<String> NAMES = List.of(HttpHeaders.CONTENT_ENCODING, HttpHeaders.CONTENT_LANGUAGE,
			HttpHeaders.CONTENT_LENGTH, HttpHeaders.CONTENT_RANGE, HttpHeaders.CONTENT_TYPE, "Content-Digest", "Digest",
			HttpHeaders.EXPECT, HttpHeaders.TRAILER, HttpHeaders.TRANSFER_ENCODING);

	private ContentHeaders() {
	}

	static void removeFrom(HttpHeaders headers) {
		NAMES.forEach(headers::remove);
	}

}
