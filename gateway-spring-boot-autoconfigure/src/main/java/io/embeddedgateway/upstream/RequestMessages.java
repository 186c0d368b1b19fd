package io.embeddedgateway.upstream;

import java.util.Set;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * What is sent of a request.
 */
final class RequestMessages {

	private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS,
			HttpMethod.TRACE);

	private RequestMessages() {
	}

	static HttpRequest whole(UpstreamRequest request) {
		return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.target(),
				Unpooled.EMPTY_BUFFER, request.headers(), EmptyHttpHeaders.INSTANCE);
	}

	static HttpRequest head(UpstreamRequest request) {
		return new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.target(), request.headers());
	}

	static LastHttpContent end(UpstreamRequest request) {
		HttpHeaders trailers = request.trailers().get();
		return (trailers != null && !trailers.isEmpty()) ? new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers)
				: LastHttpContent.EMPTY_LAST_CONTENT;
	}

	static boolean isUpgrade(UpstreamRequest request) {
		return request.headers().contains(HttpHeaderNames.UPGRADE);
	}

	/**
	 * With what a WebSocket is asked for.
	 * @param request the request
	 * @return the key, or {@code null} if no WebSocket is asked for
	 */
	static @Nullable String webSocketKey(UpstreamRequest request) {
		return isUpgrade(request) ? request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY) : null;
	}

	static boolean expectsContinue(UpstreamRequest request) {
		return request.headers().contains(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true);
	}

	/**
	 * The length of the body, as it was announced.
	 * @param request the request
	 * @return the number of bytes, or -1 if it is not known
	 */
	static long announcedLength(UpstreamRequest request) {
		String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
		return (length != null) ? Long.parseLong(length) : -1;
	}

	static boolean isSafe(UpstreamRequest request) {
		return (request.body() == null || isUpgrade(request)) && SAFE.contains(request.method());
	}

}
