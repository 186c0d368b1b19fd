package io.embeddedgateway.forward;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/**
 * Headers that belong to one connection and are not passed on (RFC 9110 §7.6.1).
 */
final class HopByHopHeaders {

	private static final List<AsciiString> NAMES = List.of(HttpHeaderNames.CONNECTION, AsciiString.of("keep-alive"),
			AsciiString.of("proxy-connection"), HttpHeaderNames.PROXY_AUTHENTICATE, HttpHeaderNames.PROXY_AUTHORIZATION,
			HttpHeaderNames.TE, HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.UPGRADE,
			AsciiString.of("http2-settings"));

	/**
	 * The names by their length, which tells most others apart at once.
	 */
	private static final AsciiString[][] BY_LENGTH = new AsciiString[longest() + 1][];

	static {
		for (int length = 0; length < BY_LENGTH.length; length++) {
			int wanted = length;
			BY_LENGTH[length] = NAMES.stream().filter((name) -> name.length() == wanted).toArray(AsciiString[]::new);
		}
	}

	private HopByHopHeaders() {
	}

	private static int longest() {
		return NAMES.stream().mapToInt(AsciiString::length).max().orElse(0);
	}

	static boolean contains(CharSequence name) {
		if (name.length() < BY_LENGTH.length) {
			for (AsciiString candidate : BY_LENGTH[name.length()]) {
				if (candidate.contentEqualsIgnoreCase(name)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Remove these headers, and those that {@code Connection} names.
	 * @param headers the headers to change
	 */
	static void removeFrom(HttpHeaders headers) {
		List<CharSequence> removed = new ArrayList<>(0);
		Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
		while (fields.hasNext()) {
			Map.Entry<CharSequence, CharSequence> field = fields.next();
			if (contains(field.getKey())) {
				removed.add(field.getKey());
				if (HttpHeaderNames.CONNECTION.contentEqualsIgnoreCase(field.getKey())) {
					nominated(field.getValue().toString(), removed);
				}
			}
		}
		removed.forEach(headers::remove);
	}

	// Where the response ends is for its own framing to say
	private static void nominated(String connection, List<CharSequence> removed) {
		for (String part : connection.split(",", -1)) {
			String name = part.trim();
			if (!name.isEmpty() && !HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
				removed.add(name);
			}
		}
	}

}
