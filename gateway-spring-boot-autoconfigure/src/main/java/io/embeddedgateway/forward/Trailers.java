package io.embeddedgateway.forward;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.http.support.Netty4HeadersAdapter;

import io.embeddedgateway.GatewayRequest;

/**
 * The fields that follow a body (RFC 9110 §6.5).
 */
final class Trailers {

	static final Supplier<@Nullable HttpHeaders> NONE = () -> null;

	/**
	 * What must be known before the body, and would mean something else behind it (RFC
	 * 9110 §6.5.1).
	 */
	private static final Set<String> HEADERS_ONLY = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

	static {
		HEADERS_ONLY.addAll(Set.of("Age", "Authorization", "Cache-Control", "Content-Encoding", "Content-Length",
				"Content-Range", "Content-Type", "Cookie", "Date", "Expect", "Expires", "Host", "Location",
				"Max-Forwards", "Pragma", "Proxy-Authorization", "Range", "Retry-After", "Set-Cookie", "Trailer",
				"Vary", "Warning", "WWW-Authenticate", "Forwarded", "Via", "Origin", "X-Real-IP", "Content-Disposition",
				"Content-Security-Policy", "Strict-Transport-Security"));
	}

	private static final List<String> HEADERS_ONLY_PREFIXES = List.of("X-Forwarded-", "If-", "Access-Control-");

	private Trailers() {
	}

	/**
	 * Whether trailers may follow the body of a request.
	 * @param request the request
	 * @return {@code false} if its length is known beforehand (RFC 9112 §7.1.2)
	 */
	static boolean mayFollow(GatewayRequest request) {
		return !request.headers().containsHeader("Content-Length");
	}

	static HttpHeaders toNetty(org.springframework.http.HttpHeaders trailers) {
		HttpHeaders copy = DefaultHttpHeadersFactory.headersFactory().newHeaders();
		for (String name : trailers.headerNames()) {
			if (isPassedOn(name)) {
				copy.add(name, trailers.getOrEmpty(name));
			}
		}
		return copy;
	}

	static org.springframework.http.HttpHeaders toSpring(HttpHeaders trailers) {
		HttpHeaders copy = DefaultHttpHeadersFactory.headersFactory().newHeaders();
		trailers.forEach((field) -> {
			if (isPassedOn(field.getKey())) {
				copy.add(field.getKey(), field.getValue());
			}
		});
		return new org.springframework.http.HttpHeaders(new Netty4HeadersAdapter(copy));
	}

	private static boolean isPassedOn(String name) {
		return !HEADERS_ONLY.contains(name) && !HopByHopHeaders.contains(name)
				&& HEADERS_ONLY_PREFIXES.stream().noneMatch((prefix) -> startsWith(name, prefix));
	}

	private static boolean startsWith(String name, String prefix) {
		return name.regionMatches(true, 0, prefix, 0, prefix.length());
	}

}
