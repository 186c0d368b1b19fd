package io.embeddedgateway.routing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayRequest;

/**
 * Makes the request that a route sees of the one that the server received.
 */
final class GatewayRequests {

	/**
	 * Headers that {@code Connection} can't take away: its own, and those that say where
	 * the request goes and where it ends.
	 */
	private static final Set<String> KEPT = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

	static {
		KEPT.addAll(List.of(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE, HttpHeaders.HOST, HttpHeaders.CONTENT_LENGTH,
				HttpHeaders.TRANSFER_ENCODING));
	}

	private GatewayRequests() {
	}

	static GatewayRequest from(ServerHttpRequest request, ClientConnection client) {
		URI uri = request.getURI();
		String path = uri.getRawPath().substring(request.getPath().contextPath().value().length());
		HttpHeaders headers = request.getHeaders();
		return new GatewayRequest(request.getMethod(), path.isEmpty() ? "/" : path, uri.getRawQuery(),
				endToEnd(headers, client.trusted()), hasBody(headers) ? request.getBody() : null);
	}

	// Nobody is to see forwarded headers that come from just anybody, nor what
	// 'Connection' names (RFC 9110 §7.6.1). Both go before anyone adds the same name.
	private static HttpHeaders endToEnd(HttpHeaders headers, boolean trusted) {
		List<String> removed = new ArrayList<>(0);
		for (String name : headers.headerNames()) {
			if (!trusted && ClientConnections.isForwardedHeader(name)) {
				removed.add(name);
			}
		}
		if (headers.containsHeader(HttpHeaders.CONNECTION)) {
			headers.getValuesAsList(HttpHeaders.CONNECTION)
				.stream()
				.filter((name) -> !KEPT.contains(name) && headers.containsHeader(name))
				.forEach(removed::add);
		}
		if (removed.isEmpty()) {
			return headers;
		}
		HttpHeaders kept = HttpHeaders.copyOf(headers);
		removed.forEach(kept::remove);
		return kept;
	}

	// Whether there is a body: RFC 9112 §6.3. HTTP/2 requests look the same here
	private static boolean hasBody(HttpHeaders headers) {
		if (headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
			return true;
		}
		String length = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
		return length != null && !length.equals("0");
	}

}
