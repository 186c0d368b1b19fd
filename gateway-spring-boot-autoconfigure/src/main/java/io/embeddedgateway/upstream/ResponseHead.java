package io.embeddedgateway.upstream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Finds what makes a response unusable.
 */
final class ResponseHead {

	private static final String WEB_SOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private ResponseHead() {
	}

	/**
	 * What is wrong with the head of a response.
	 * @param response the response
	 * @param key with what key a WebSocket was asked for, or {@code null} if none was
	 * @return what is wrong, or {@code null} if nothing is
	 */
	static @Nullable String problem(HttpResponse response, @Nullable String key) {
		if (response.decoderResult().isFailure()) {
			return String.valueOf(response.decoderResult().cause());
		}
		int status = response.status().code();
		if (status < 100 || status > 999) {
			return "status " + status;
		}
		HttpHeaders headers = response.headers();
		String change = (status == 101) ? problemOfChange(headers, key) : null;
		if (change != null) {
			return change;
		}
		if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) && !isChunked(response)) {
			return "'Transfer-Encoding' other than 'chunked'";
		}
		return null;
	}

	/**
	 * The length that the body must have. In HTTP/1.1 the body ends by it, and so always
	 * has it; in HTTP/2 nobody else looks (RFC 9113 §8.1.1).
	 * @param response the response
	 * @param method the method of the request
	 * @return the number of bytes, or -1 if any length will do
	 */
	static long bodyLength(HttpResponse response, HttpMethod method) {
		if (response.protocolVersion().majorVersion() < 2) {
			return -1;
		}
		int status = response.status().code();
		boolean bodiless = method.equals(HttpMethod.HEAD) || status == 204 || status == 304;
		return bodiless ? 0 : HttpUtil.getContentLength(response, -1L);
	}

	private static @Nullable String problemOfChange(HttpHeaders headers, @Nullable String key) {
		if (key == null || !isWebSocket(headers)) {
			return "a change of protocol that nobody asked for (status 101)";
		}
		return accept(key).equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT)) ? null
				: "a WebSocket without the right 'Sec-WebSocket-Accept'";
	}

	private static boolean isWebSocket(HttpHeaders headers) {
		return headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
	}

	// What proves that the instance has seen this handshake (RFC 6455 §4.2.2)
	private static String accept(String key) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-1")
				.digest((key + WEB_SOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-1", ex);
		}
	}

	// RFC 9112 §6.1: to clients of HTTP/1.0 nothing is chunked, nor from their servers
	private static boolean isChunked(HttpResponse response) {
		return response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1
				&& HttpHeaderValues.CHUNKED
					.contentEqualsIgnoreCase(String.valueOf(response.headers().get(HttpHeaderNames.TRANSFER_ENCODING)))
				&& response.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
	}

}
