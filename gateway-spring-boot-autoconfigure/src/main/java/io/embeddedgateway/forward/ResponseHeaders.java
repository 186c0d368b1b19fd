package io.embeddedgateway.forward;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Turns the headers of an instance into those of a response.
 */
final class ResponseHeaders {

	private static final String VIA_1_0 = "1.0 gateway";

	private static final String VIA_1_1 = "1.1 gateway";

	private static final String VIA_2 = "2 gateway";

	private ResponseHeaders() {
	}

	static void prepareInterim(HttpHeaders headers) {
		HopByHopHeaders.removeFrom(headers);
		headers.remove(HttpHeaderNames.CONTENT_LENGTH);
		headers.remove(HttpHeaderNames.TRAILER);
	}

	static void prepare(HttpHeaders headers, HttpVersion version, int status) {
		HopByHopHeaders.removeFrom(headers);
		if (status == 101) {
			headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
		}
		if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
			headers.remove(HttpHeaderNames.TRAILER);
		}
		headers.add(HttpHeaderNames.VIA, via(version));
	}

	// The protocol in which the message was received (RFC 9110 §7.6.3)
	private static String via(HttpVersion version) {
		if (version.majorVersion() > 1) {
			return VIA_2;
		}
		return (version.minorVersion() == 0) ? VIA_1_0 : VIA_1_1;
	}

}
