package io.embeddedgateway.routing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerRequest;

import io.embeddedgateway.BadRequestException;
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
				HttpHeaders.TRANSFER_ENCODING, HttpHeaders.TE));
	}

	private GatewayRequests() {
	}

	static GatewayRequest from(ServerHttpRequest request, ClientConnection client) {
		URI uri = request.getURI();
		String path = uri.getRawPath().substring(request.getPath().contextPath().value().length());
		HttpHeaders headers = client.trusted() ? withForwarded(request) : request.getHeaders();
		if (WebSocketHandshake.isStream(request)) {
			return new GatewayRequest(HttpMethod.GET, path, uri.getRawQuery(),
					WebSocketHandshake.withUpgrade(endToEnd(headers, client.trusted())), body(request));
		}
		boolean body = hasBody(headers);
		GatewayRequest result = new GatewayRequest(request.getMethod(), path.isEmpty() ? "/" : path, uri.getRawQuery(),
				endToEnd(headers, client.trusted()), body ? body(request) : null);
		return (body && !headers.containsHeader(HttpHeaders.CONTENT_LENGTH)) ? withTrailers(result, request) : result;
	}

	private static GatewayRequest withTrailers(GatewayRequest result, ServerHttpRequest request) {
		HttpServerRequest netty = ClientConnections.nettyRequest(request);
		return (netty != null) ? result.withTrailers(RequestTrailers.of(netty)) : result;
	}

	// The server may have been told to evaluate forwarded headers, and then removed them
	private static HttpHeaders withForwarded(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		HttpServerRequest netty = ClientConnections.nettyRequest(request);
		if (netty == null) {
			return headers;
		}
		HttpHeaders changed = null;
		for (String name : netty.requestHeaders().names()) {
			if (ClientConnections.isForwardedHeader(name) && !headers.containsHeader(name)) {
				changed = (changed != null) ? changed : HttpHeaders.copyOf(headers);
				changed.put(name, netty.requestHeaders().getAll(name));
			}
		}
		return (changed != null) ? changed : headers;
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

	// When the client sends a malformed chunk, the server answers for itself and lets the
	// body complete as if it were whole; all that tells is that the server has done with
	// the request by then
	private static Flux<DataBuffer> body(ServerHttpRequest request) {
		HttpServerRequest netty = ClientConnections.nettyRequest(request);
		return (netty != null)
				? request.getBody().concatWith(Flux.defer(() -> isAnswered(netty) ? brokenOff() : Flux.empty()))
				: request.getBody();
	}

	private static boolean isAnswered(HttpServerRequest request) {
		AtomicBoolean disposed = new AtomicBoolean();
		request.withConnection((connection) -> disposed.set(connection.isDisposed()));
		return disposed.get();
	}

	private static Flux<DataBuffer> brokenOff() {
		return Flux.error(new BadRequestException("The body of the request broke off."));
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
