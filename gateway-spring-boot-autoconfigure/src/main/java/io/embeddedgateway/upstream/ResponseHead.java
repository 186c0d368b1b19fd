package io.embeddedgateway.upstream;

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

	private ResponseHead() {
	}

	/**
	 * What is wrong with the head of a response.
	 * @param response the response
	 * @param upgrade whether a change of protocol was asked for
	 * @return what is wrong, or {@code null} if nothing is
	 */
	static @Nullable String problem(HttpResponse response, boolean upgrade) {
		if (response.decoderResult().isFailure()) {
			return String.valueOf(response.decoderResult().cause());
		}
		int status = response.status().code();
		if (status < 100 || status > 999) {
			return "status " + status;
		}
		HttpHeaders headers = response.headers();
		if (status == 101 && !(upgrade && isWebSocket(headers))) {
			return "a change of protocol that nobody asked for (status 101)";
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

	private static boolean isWebSocket(HttpHeaders headers) {
		return headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
	}

	// RFC 9112 §6.1: to clients of HTTP/1.0 nothing is chunked, nor from their servers
	private static boolean isChunked(HttpResponse response) {
		return response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1
				&& HttpHeaderValues.CHUNKED
					.contentEqualsIgnoreCase(String.valueOf(response.headers().get(HttpHeaderNames.TRANSFER_ENCODING)))
				&& response.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
	}

}
