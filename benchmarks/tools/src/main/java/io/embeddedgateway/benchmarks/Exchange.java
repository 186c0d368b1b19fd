package io.embeddedgateway.benchmarks;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A request, and what has to come back.
 *
 * @param request the request, encoded
 * @param response the body of the response
 * @param edited whether the response has to carry the header edits
 * @param cancelled whether the client goes away as soon as the response has begun
 */
record Exchange(ByteBuf request, Payload response, boolean edited, boolean cancelled) {

	static Exchange get(String prefix, Payload response) {
		return new Exchange(direct(encode("GET", prefix + response.path(), "", new byte[0])), response, false, false);
	}

	// Not in direct memory, of which too much would wait for the collector
	static Exchange get(String prefix, Payload response, String header) {
		return new Exchange(encode("GET", prefix + response.path(), header + "\r\n", new byte[0]), response, false,
				false);
	}

	static Exchange getEdited() {
		return new Exchange(
				direct(encode("GET", "/api/edited/" + Payload.SMALL.path(), "X-Request-Removed: 1\r\n", new byte[0])),
				Payload.SMALL, true, false);
	}

	static Exchange post(Payload request) {
		String headers = "Content-Type: application/json\r\nContent-Length: " + request.length() + "\r\n";
		return new Exchange(direct(encode("POST", "/api/" + Payload.SMALL.path(), headers, request.content())),
				Payload.SMALL, false, false);
	}

	Exchange thenCancelled() {
		return new Exchange(this.request, this.response, this.edited, true);
	}

	private static ByteBuf encode(String method, String path, String headers, byte[] body) {
		String head = method + " " + path + " HTTP/1.1\r\nHost: benchmark.example\r\nAccept: application/json\r\n"
				+ "User-Agent: benchmark\r\n" + headers + "\r\n";
		return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body);
	}

	private static ByteBuf direct(ByteBuf heap) {
		return Unpooled.unreleasableBuffer(Unpooled.directBuffer(heap.readableBytes()).writeBytes(heap)).asReadOnly();
	}

}
