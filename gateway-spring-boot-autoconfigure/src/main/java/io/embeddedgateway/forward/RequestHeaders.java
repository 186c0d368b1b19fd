package io.embeddedgateway.forward;

import java.net.URI;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;

/**
 * Makes the headers of the request to an instance.
 */
final class RequestHeaders {

	private static final String VIA = "1.1 gateway";

	private RequestHeaders() {
	}

	static HttpHeaders of(GatewayExchange exchange, URI instance, boolean preserveHost) {
		GatewayRequest request = exchange.request();
		HttpHeaders target = DefaultHttpHeadersFactory.headersFactory().newHeaders();
		String host = exchange.client().host();
		target.set(HttpHeaderNames.HOST, (preserveHost && host != null) ? host : instance.getRawAuthority());
		// Not 'forEach', which on read-only headers visits 'X-A' and 'x-a' separately,
		// each with the values of both
		for (String name : request.headers().headerNames()) {
			if (isPassedOn(name)) {
				target.add(name, request.headers().getOrEmpty(name));
			}
		}
		frame(request, target);
		ForwardedHeaders.write(target, exchange.client());
		target.add(HttpHeaderNames.VIA, VIA);
		return target;
	}

	// Where the body ends, and what else the two sides agree on for this connection
	private static void frame(GatewayRequest request, HttpHeaders target) {
		if (request.hasBody() && request.isWebSocket()) {
			target.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
			target.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
			target.remove(HttpHeaderNames.CONTENT_LENGTH);
		}
		else if (request.hasBody() && !target.contains(HttpHeaderNames.CONTENT_LENGTH)) {
			target.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		if (!request.hasBody() || request.isWebSocket()) {
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
		for (String value : request.headers().getValuesAsList(org.springframework.http.HttpHeaders.TE)) {
			if (value.equalsIgnoreCase("trailers")) {
				return true;
			}
		}
		return false;
	}

	private static boolean isPassedOn(String name) {
		return !HopByHopHeaders.contains(name) && !name.equalsIgnoreCase("Host");
	}

}
