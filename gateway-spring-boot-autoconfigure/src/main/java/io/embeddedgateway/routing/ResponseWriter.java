package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.WireHeaders;

/**
 * Writes a response to the client as it streams. Nothing else touches the response of the
 * server.
 */
final class ResponseWriter {

	/**
	 * To these headers the filters of the application may have contributed before; ours
	 * are added to theirs. Any other header is as the route says.
	 */
	private static final Set<String> SHARED = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

	/**
	 * What says that there are none, without being asked.
	 */
	private static final Mono<HttpHeaders> NO_TRAILERS = Mono.empty();

	/**
	 * A body that is known to be empty, without being read.
	 */
	private static final Flux<DataBuffer> NO_BODY = Flux.empty();

	static {
		SHARED.addAll(List.of(HttpHeaders.VARY, HttpHeaders.SET_COOKIE));
	}

	private ResponseWriter() {
	}

	/**
	 * Take back the headers of a response of which nothing was sent.
	 * @param response the response
	 * @param target where its headers were written
	 */
	static void undo(GatewayResponse response, ServerHttpResponse target) {
		for (String name : response.headers().headerNames()) {
			List<String> kept = new ArrayList<>(target.getHeaders().getOrEmpty(name));
			kept.removeAll(response.headers().getOrEmpty(name));
			target.getHeaders().remove(name);
			kept.forEach((value) -> target.getHeaders().add(name, value));
		}
	}

	static Mono<Void> write(GatewayResponse response, ServerHttpResponse target) {
		if (target.isCommitted()) {
			// A WebSocket of the application took the connection over
			return response.discard();
		}
		return (response.status().value() == 101) ? switchProtocols(response, target) : writeHttp(response, target);
	}

	private static Mono<Void> switchProtocols(GatewayResponse response, ServerHttpResponse target) {
		HttpServerResponse netty = nettyResponse(target);
		if (netty != null && netty.version().majorVersion() > 1) {
			return writeHttp(WebSocketHandshake.withoutUpgrade(response), target);
		}
		ClientTunnel tunnel = (netty != null) ? ClientTunnel.of(ServerChannel.of(netty)) : null;
		if (netty == null || tunnel == null) {
			return response.discard()
				.then(Mono.error(() -> new IllegalStateException("A change of protocol that nobody asked for")));
		}
		netty.chunkedTransfer(false);
		return writeHttp(response.withHeaders((headers) -> headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE))
			.withBody(tunnel::output), target);
	}

	private static Mono<Void> writeHttp(GatewayResponse response, ServerHttpResponse target) {
		target.setStatusCode(response.status());
		HttpServerResponse netty = nettyResponse(target);
		HttpHeaders headers = target.getHeaders();
		if (netty == null || !copyAsReceived(response.headers(), target, netty)) {
			copy(response.headers(), headers);
		}
		if (!headers.containsHeader(HttpHeaders.DATE)) {
			headers.set(HttpHeaders.DATE, HttpDate.now());
		}
		if (netty == null) {
			return target.writeWith(body(response, target));
		}
		if (netty.version().equals(HttpVersion.HTTP_1_0)) {
			// It would send chunks to clients that do not know them (RFC 9112 §6.1)
			netty.chunkedTransfer(false);
			prepareHttp10(headers, netty.isKeepAlive());
		}
		if (response.body() == NO_BODY && response.trailers() == NO_TRAILERS) {
			// Over HTTP/2 its headers then end it, by which gRPC knows a failed call
			return target.setComplete();
		}
		if (response.body() instanceof Callable<?>) {
			// One piece at most, which the server sends together with the headers
			return target.writeWith(response.body().next());
		}
		return target.writeWith(withTrailers(body(response, target), response.trailers(), netty));
	}

	private static void prepareHttp10(HttpHeaders headers, boolean keepAlive) {
		headers.remove(HttpHeaders.TRAILER);
		if (keepAlive && headers.containsHeader(HttpHeaders.CONTENT_LENGTH)) {
			// Without it the client takes the close for the end
			headers.set(HttpHeaders.CONNECTION, "keep-alive");
		}
	}

	private static void copy(HttpHeaders from, HttpHeaders headers) {
		from.forEach((name, values) -> {
			if (SHARED.contains(name)) {
				List<String> present = headers.getOrEmpty(name);
				values.stream()
					.filter((value) -> !present.contains(value))
					.toList()
					.forEach((value) -> headers.add(name, value));
			}
			else {
				headers.put(name, new ArrayList<>(values));
			}
		});
	}

	// The rule: headers as an instance sent them, to a response that has none but the one
	// that the server begins with
	private static boolean copyAsReceived(HttpHeaders from, ServerHttpResponse target, HttpServerResponse netty) {
		io.netty.handler.codec.http.HttpHeaders fields = netty.responseHeaders();
		if (from instanceof WireHeaders wire && target instanceof AbstractServerHttpResponse && fields.size() == 1
				&& fields.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
			fields.add(wire.fields());
			return true;
		}
		return false;
	}

	private static @Nullable HttpServerResponse nettyResponse(ServerHttpResponse target) {
		ServerHttpResponse server = target;
		while (server instanceof ServerHttpResponseDecorator decorator) {
			server = decorator.getDelegate();
		}
		return (server instanceof AbstractServerHttpResponse http
				&& http.getNativeResponse() instanceof HttpServerResponse netty) ? netty : null;
	}

	// The server asks for the trailers when the body is complete, and does not wait for
	// them then
	private static Flux<DataBuffer> withTrailers(Flux<DataBuffer> body, Mono<HttpHeaders> trailers,
			HttpServerResponse netty) {
		if (trailers == NO_TRAILERS) {
			return body;
		}
		AtomicReference<HttpHeaders> received = new AtomicReference<>(HttpHeaders.EMPTY);
		netty.trailerHeaders((fields) -> {
			HttpHeaders fieldsReceived = received.get();
			if (fieldsReceived != null) {
				fieldsReceived.forEach(fields::add);
			}
		});
		return body.concatWith(trailers.doOnNext(received::set).thenMany(Flux.empty()));
	}

	// A response of unknown length may be a stream of events: its headers go out at once,
	// not with its first event
	private static Flux<DataBuffer> body(GatewayResponse response, ServerHttpResponse target) {
		boolean bodiless = response.status().value() == 204 || response.status().value() == 304;
		return (bodiless || response.headers().containsHeader(HttpHeaders.CONTENT_LENGTH)) ? response.body()
				: response.body().startWith(Mono.fromSupplier(() -> target.bufferFactory().allocateBuffer(0)));
	}

}
