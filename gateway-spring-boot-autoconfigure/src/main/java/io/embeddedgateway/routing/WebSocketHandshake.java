package io.embeddedgateway.routing;

import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerRequest;

import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

/**
 * How a WebSocket is opened: by a change of protocol in HTTP/1.1 (RFC 6455 §4), and as a
 * stream in HTTP/2 (RFC 8441). Routes and instances see the former.
 */
final class WebSocketHandshake {

	private static final HttpMethod CONNECT = HttpMethod.valueOf("CONNECT");

	private static final String VERSION = "Sec-WebSocket-Version";

	private static final String KEY = "Sec-WebSocket-Key";

	private static final int KEY_LENGTH = 16;

	private WebSocketHandshake() {
	}

	/**
	 * Whether a request asks for a WebSocket on a stream.
	 * @param request the request
	 * @param netty the same as the server has it, or {@code null} if it is not served by
	 * Netty
	 * @return {@code true} if so
	 */
	static boolean isStream(ServerHttpRequest request, @Nullable HttpServerRequest netty) {
		if (!request.getMethod().equals(CONNECT) || !request.getHeaders().containsHeader(VERSION)) {
			return false;
		}
		// Any other CONNECT has no path (RFC 8441 §4)
		return netty != null && isMultiplexed(netty) && netty.uri().startsWith("/");
	}

	private static boolean isMultiplexed(HttpServerRequest request) {
		return request.version().majorVersion() > 1;
	}

	/**
	 * The headers that a request for a stream would have in HTTP/1.1.
	 * @param headers the headers as they came
	 * @return a changed copy
	 */
	static HttpHeaders withUpgrade(HttpHeaders headers) {
		byte[] key = new byte[KEY_LENGTH];
		// Any value will do: it only shows that the answer belongs to the request
		ThreadLocalRandom.current().nextBytes(key);
		HttpHeaders changed = HttpHeaders.copyOf(headers);
		changed.remove(HttpHeaders.TRANSFER_ENCODING);
		changed.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
		changed.set(HttpHeaders.UPGRADE, "websocket");
		changed.set(KEY, Base64.getEncoder().encodeToString(key));
		return changed;
	}

	/**
	 * The response that a stream gets instead of a change of protocol (RFC 8441 §5).
	 * @param response the response, with status 101
	 * @return the changed response
	 */
	static GatewayResponse withoutUpgrade(GatewayResponse response) {
		return response.withStatus(HttpStatus.OK).withHeaders((headers) -> {
			headers.remove(HttpHeaders.CONNECTION);
			headers.remove(HttpHeaders.UPGRADE);
			headers.remove("Sec-WebSocket-Accept");
		});
	}

	/**
	 * Take the connection of a client for a WebSocket, if it asks for one in HTTP/1.1.
	 * From here on nothing more on it is read as HTTP.
	 * @param request the request as a route sees it
	 * @param http the request as it came
	 * @param netty the same as the server has it, or {@code null} if it is not served by
	 * Netty
	 * @return the request, with what the client sends from here on as its body
	 */
	static GatewayRequest open(GatewayRequest request, ServerHttpRequest http, @Nullable HttpServerRequest netty) {
		if (request.hasBody() || !request.isWebSocket() || !namesUpgrade(http.getHeaders())) {
			return request;
		}
		Flux<DataBuffer> bytes = (netty != null && netty.version().minorVersion() == 1 && !isMultiplexed(netty))
				? take(netty) : null;
		return (bytes != null) ? request.withBody(bytes) : request;
	}

	private static boolean namesUpgrade(HttpHeaders headers) {
		for (String name : headers.getValuesAsList(HttpHeaders.CONNECTION)) {
			if (name.toLowerCase(Locale.ROOT).equals("upgrade")) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable Flux<DataBuffer> take(HttpServerRequest request) {
		ClientTunnel tunnel = ClientTunnel.install(ServerChannel.of(request));
		return (tunnel != null) ? tunnel.input() : null;
	}

}
