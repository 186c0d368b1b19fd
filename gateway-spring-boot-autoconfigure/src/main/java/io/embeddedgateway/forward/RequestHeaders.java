package io.embeddedgateway.forward;

import java.net.URI;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;

/**
 * Writes the headers of the request to the instance.
 */
final class RequestHeaders {

	static final String VIA = "1.1 gateway";

	private RequestHeaders() {
	}

	static void write(HttpHeaders target, GatewayExchange exchange, URI instance, boolean preserveHost) {
		GatewayRequest request = exchange.request();
		// Nothing that the HTTP client would add of its own
		target.clear();
		String host = exchange.client().host();
		target.set(HttpHeaderNames.HOST, (preserveHost && host != null) ? host : instance.getRawAuthority());
		// Not 'forEach', which on read-only headers visits 'X-A' and 'x-a' separately,
		// each with the values of both
		for (String name : request.headers().headerNames()) {
			if (isPassedOn(name)) {
				target.add(name, request.headers().getOrEmpty(name));
			}
		}
		if (!request.hasBody()) {
			target.remove(HttpHeaderNames.TRANSFER_ENCODING);
		}
		else if (!target.contains(HttpHeaderNames.CONTENT_LENGTH)) {
			target.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		ForwardedHeaders.write(target, exchange.client());
		target.add(HttpHeaderNames.VIA, VIA);
	}

	// The server answers 'Expect: 100-continue' itself, as soon as the body is asked for
	private static boolean isPassedOn(String name) {
		return !HopByHopHeaders.contains(name) && !name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Expect");
	}

}
