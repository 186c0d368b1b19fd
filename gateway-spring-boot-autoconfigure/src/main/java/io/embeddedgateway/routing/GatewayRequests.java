package io.embeddedgateway.routing;

import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerRequest;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.WireHeaders;

/**
 * Makes the request that a route sees of the one that the server received.
 */
final class GatewayRequests {

	/**
	 * Headers that {@code Connection} can't take away: its own, and those that say where
	 * the request goes and where it ends.
	 */
	private static final Set<String> KEPT = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

	/**
	 * The request as the server makes it, which has the headers of the connection.
	 */
	private static final String REACTOR_REQUEST = "org.springframework.http.server.reactive.ReactorServerHttpRequest";

	/**
	 * How headers begin that the server makes of what HTTP/2 says otherwise.
	 */
	private static final String FROM_HTTP_2 = "x-http2-";

	static {
		KEPT.addAll(List.of(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE, HttpHeaders.HOST, HttpHeaders.CONTENT_LENGTH,
				HttpHeaders.TRANSFER_ENCODING, HttpHeaders.TE));
	}

	private GatewayRequests() {
	}

	static GatewayRequest from(ServerHttpRequest request, ClientConnection client, @Nullable HttpServerRequest netty) {
		URI uri = request.getURI();
		String within = uri.getRawPath().substring(request.getPath().contextPath().value().length());
		String path = within.isEmpty() ? "/" : within;
		HttpHeaders headers = headers(request, client, netty);
		if (WebSocketHandshake.isStream(request, netty)) {
			return new GatewayRequest(HttpMethod.GET, path, uri.getRawQuery(), WebSocketHandshake.withUpgrade(headers),
					body(request, netty));
		}
		boolean body = hasBody(headers);
		GatewayRequest result = new GatewayRequest(request.getMethod(), path, uri.getRawQuery(), headers,
				body ? body(request, netty) : null);
		return (body && netty != null && !headers.containsHeader(HttpHeaders.CONTENT_LENGTH))
				? result.withTrailers(RequestTrailers.of(netty)) : result;
	}

	private static HttpHeaders headers(ServerHttpRequest request, ClientConnection client,
			@Nullable HttpServerRequest netty) {
		if (netty != null && isAsReceived(request, netty) && mayPass(netty.requestHeaders(), client.trusted())) {
			return new WireHeaders(netty.requestHeaders());
		}
		HttpHeaders headers = (client.trusted() && netty != null) ? withForwarded(request.getHeaders(), netty)
				: request.getHeaders();
		return endToEnd(headers, client);
	}

	// Whether no filter of the application, nor the server, has changed the request
	private static boolean isAsReceived(ServerHttpRequest request, HttpServerRequest netty) {
		return netty.version().majorVersion() == 1 && request.getClass().getName().equals(REACTOR_REQUEST);
	}

	// Whether all headers may be seen by everybody, which is the rule
	private static boolean mayPass(io.netty.handler.codec.http.HttpHeaders fields, boolean trusted) {
		Iterator<Map.Entry<CharSequence, CharSequence>> all = fields.iteratorCharSequence();
		while (all.hasNext()) {
			Map.Entry<CharSequence, CharSequence> field = all.next();
			CharSequence name = field.getKey();
			boolean removed = !trusted && ClientConnections.isForwardedHeader(name);
			boolean nominates = HttpHeaderNames.CONNECTION.contentEqualsIgnoreCase(name)
					&& !HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(field.getValue())
					&& !HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(field.getValue());
			if (removed || nominates) {
				return false;
			}
		}
		return true;
	}

	// The server may have been told to evaluate forwarded headers, and then removed them
	private static HttpHeaders withForwarded(HttpHeaders headers, HttpServerRequest netty) {
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
	private static HttpHeaders endToEnd(HttpHeaders headers, ClientConnection client) {
		boolean http2 = client.httpVersion().equals("2");
		List<String> removed = new ArrayList<>(0);
		for (String name : headers.headerNames()) {
			if ((!client.trusted() && ClientConnections.isForwardedHeader(name))
					|| (http2 && name.startsWith(FROM_HTTP_2))) {
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
	private static Flux<DataBuffer> body(ServerHttpRequest request, @Nullable HttpServerRequest netty) {
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
