package io.embeddedgateway.upstream;

import java.util.Map;
import java.util.Set;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.AsciiString;

/**
 * Sends a request in the frames of a stream of HTTP/2, and reads its response from them
 * (RFC 9113 §8). Nothing is added to either.
 */
final class Http2Messages extends ChannelDuplexHandler {

	private static final HttpVersion HTTP_2 = HttpVersion.valueOf("HTTP/2.0");

	/**
	 * What HTTP/2 says in its frames, or not at all (RFC 9113 §8.2.2).
	 */
	private static final Set<AsciiString> OF_CONNECTION = Set.of(HttpHeaderNames.CONNECTION, HttpHeaderNames.HOST,
			HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.UPGRADE);

	private static final HttpHeadersFactory HEADERS = DefaultHttpHeadersFactory.headersFactory();

	private static final HttpHeadersFactory TRAILERS = DefaultHttpHeadersFactory.trailersFactory();

	private final AsciiString scheme;

	private boolean answered;

	/**
	 * Create the handler of one stream.
	 * @param secure whether its connection is secured by TLS
	 */
	Http2Messages(boolean secure) {
		this.scheme = AsciiString.cached(secure ? "https" : "http");
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		ChannelFuture unused = context.write(frame(message), promise);
	}

	private Object frame(Object message) {
		if (message instanceof HttpRequest request) {
			return new DefaultHttp2HeadersFrame(headers(request), message instanceof LastHttpContent);
		}
		if (message instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
			last.release();
			return new DefaultHttp2HeadersFrame(fields(last.trailingHeaders()), true);
		}
		return (message instanceof HttpContent content)
				? new DefaultHttp2DataFrame(content.content(), message instanceof LastHttpContent) : message;
	}

	private Http2Headers headers(HttpRequest request) {
		Http2Headers headers = fields(request.headers()).method(request.method().asciiName())
			.scheme(this.scheme)
			.path(request.uri());
		String host = request.headers().get(HttpHeaderNames.HOST);
		return (host != null) ? headers.authority(host) : headers;
	}

	private static Http2Headers fields(HttpHeaders from) {
		Http2Headers headers = new DefaultHttp2Headers(true, from.size() + 4);
		from.iteratorCharSequence().forEachRemaining((field) -> {
			AsciiString name = AsciiString.of(field.getKey()).toLowerCase();
			if (!OF_CONNECTION.contains(name)) {
				headers.add(name, field.getValue());
			}
		});
		return headers;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof Http2HeadersFrame frame) {
			context.fireChannelRead(this.answered ? trailers(frame) : response(frame));
		}
		else if (message instanceof Http2DataFrame frame) {
			context.fireChannelRead(frame.isEndStream() ? new DefaultLastHttpContent(frame.content(), TRAILERS)
					: new DefaultHttpContent(frame.content()));
		}
		else {
			context.fireChannelRead(message);
		}
	}

	private HttpResponse response(Http2HeadersFrame frame) {
		HttpResponseStatus status = status(frame.headers());
		boolean interim = status.code() < 200;
		this.answered = !interim;
		if (interim && frame.isEndStream()) {
			throw new IllegalArgumentException("an end with an interim response");
		}
		HttpResponse response = frame.isEndStream()
				? new DefaultFullHttpResponse(HTTP_2, status, Unpooled.EMPTY_BUFFER, HEADERS, TRAILERS)
				: new DefaultHttpResponse(HTTP_2, status, HEADERS);
		copy(frame.headers(), response.headers());
		return response;
	}

	private static HttpResponseStatus status(Http2Headers headers) {
		CharSequence status = headers.status();
		if (status == null || !status.toString().matches("[1-9][0-9]{2}")) {
			throw new IllegalArgumentException("status " + status);
		}
		return HttpResponseStatus.valueOf(AsciiString.of(status).parseInt());
	}

	private static LastHttpContent trailers(Http2HeadersFrame frame) {
		if (!frame.isEndStream() || frame.headers().status() != null) {
			throw new IllegalArgumentException("headers behind the response");
		}
		LastHttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, TRAILERS);
		copy(frame.headers(), end.trailingHeaders());
		return end;
	}

	// Checked on the way: what is no proper value must not get into HTTP/1.1
	private static void copy(Http2Headers from, HttpHeaders to) {
		for (Map.Entry<CharSequence, CharSequence> field : from) {
			if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(field.getKey())) {
				to.add(field.getKey(), field.getValue().toString());
			}
		}
	}

}
