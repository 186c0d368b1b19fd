package io.embeddedgateway.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Headers that belong to one connection and are not passed on (RFC 9110 §7.6.1).
 */
final class HopByHopHeaders {

	private static final Set<String> NAMES = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

	static {
		NAMES.addAll(List.of("Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate",
				"Proxy-Authorization", "TE", "Transfer-Encoding", "Upgrade", "HTTP2-Settings"));
	}

	private HopByHopHeaders() {
	}

	static boolean contains(String name) {
		return NAMES.contains(name);
	}

	/**
	 * Remove these headers, and those that {@code Connection} names.
	 * @param headers the headers to change
	 */
	static void removeFrom(HttpHeaders headers) {
		List<String> nominated = new ArrayList<>(0);
		for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
			for (String name : value.split(",", -1)) {
				nominated.add(name.trim());
			}
		}
		for (String name : nominated) {
			// Where the response ends is for its own framing to say
			if (!name.isEmpty() && !HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
				headers.remove(name);
			}
		}
		NAMES.forEach(headers::remove);
	}

}
