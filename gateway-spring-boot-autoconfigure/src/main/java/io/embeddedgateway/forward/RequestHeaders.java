package io.embeddedgateway.forward;

import java.net.URI;
import java.util.Iterator;
import java.util.Map;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.WireHeaders;

/**
 * Makes the headers of the request to an instance.
 */
final class RequestHeaders {

	private static final HttpHeadersFactory UNCHECKED = DefaultHttpHeadersFactory.headersFactory()
		.withValidation(false);

	private RequestHeaders() {
	}

	static HttpHeaders of(GatewayExchange exchange, URI instance, boolean preserveHost) {
		GatewayRequest request = exchange.request();
		HttpHeaders target = copy(request.headers());
		String host = exchange.client().host();
		target.set(HttpHeaderNames.HOST, (preserveHost && host != null) ? host : instance.getRawAuthority());
		frame(request, exchange.client().httpVersion(), target);
		ForwardedHeaders.write(target, exchange.client());
		target.add(HttpHeaderNames.VIA, via(exchange.client().httpVersion()));
		return target;
	}

	private static String via(String version) {
		return version.equals("1.1") ? "1.1 gateway" : version + " gateway";
	}

	private static HttpHeaders copy(org.springframework.http.HttpHeaders headers) {
		if (headers instanceof WireHeaders wire) {
			// Checked when they came
			HttpHeaders target = UNCHECKED.newHeaders();
			Iterator<Map.Entry<CharSequence, CharSequence>> fields = wire.fields().iteratorCharSequence();
			while (fields.hasNext()) {
				Map.Entry<CharSequence, CharSequence> field = fields.next();
				if (!HopByHopHeaders.contains(field.getKey())) {
					target.add(field.getKey(), field.getValue());
				}
			}
			return target;
		}
		HttpHeaders target = DefaultHttpHeadersFactory.headersFactory().newHeaders();
		// Not 'forEach', which on read-only headers visits 'X-A' and 'x-a' separately,
		// each with the values of both
		for (String name : headers.headerNames()) {
			if (!HopByHopHeaders.contains(name)) {
				target.add(name, headers.getOrEmpty(name));
			}
		}
		return target;
	}

	// Where the body ends, and what else the two sides agree on for this connection
	private static void frame(GatewayRequest request, String version, HttpHeaders target) {
		if (request.hasBody() && request.isWebSocket()) {
			target.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
			target.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
			target.remove(HttpHeaderNames.CONTENT_LENGTH);
		}
		else if (request.hasBody() && !target.contains(HttpHeaderNames.CONTENT_LENGTH)) {
			target.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		if (!request.hasBody() || request.isWebSocket() || version.equals("1.0")) {
			// RFC 9110 §10.1.1
			target.remove(HttpHeaderNames.EXPECT);
		}
		if (!target.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
			target.remove(HttpHeaderNames.TRAILER);
		}
		if (takesTrailers(request)) {
			target.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
			target.add(HttpHeaderNames.CONNECTION, HttpHeaderNames.TE);
		}
	}

	private static boolean takesTrailers(GatewayRequest request) {
		if (!request.headers().containsHeader(org.springframework.http.HttpHeaders.TE)) {
			return false;
		}
		for (String value : request.headers().getValuesAsList(org.springframework.http.HttpHeaders.TE)) {
			if (value.equalsIgnoreCase("trailers")) {
				return true;
			}
		}
		return false;
	}

}
