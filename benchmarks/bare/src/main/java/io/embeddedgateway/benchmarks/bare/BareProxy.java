package io.embeddedgateway.benchmarks.bare;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.FastThreadLocal;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The least that a proxy on reactor-netty can do: it passes on method, path, headers and
 * body, on the event loop of the request, through a connection pool of that loop. It does
 * not route, and knows nothing of hop-by-hop headers.
 */
public final class BareProxy {

	private final FastThreadLocal<HttpClient> clients;

	private final boolean editHeaders;

	private BareProxy(LoopResources loops, int backendPort, boolean editHeaders) {
		this.editHeaders = editHeaders;
		this.clients = new FastThreadLocal<>() {

			@Override
			protected HttpClient initialValue() {
				return HttpClient.create(ConnectionProvider.create("loop", 256))
					.runOn(loops)
					.host("127.0.0.1")
					.port(backendPort);
			}

		};
	}

	/**
	 * Start it.
	 * @param args the port to listen at, that of the backend, and {@code headers} if it
	 * is to edit headers
	 */
	public static void main(String[] args) {
		LoopResources loops = LoopResources.create("proxy", Runtime.getRuntime().availableProcessors(), true);
		BareProxy proxy = new BareProxy(loops, Integer.parseInt(args[1]), "headers".equals(args[2]));
		// The main thread has nothing else to do: blocking it keeps the process alive
		HttpServer.create()
			.host("127.0.0.1")
			.port(Integer.parseInt(args[0]))
			.runOn(loops)
			.handle(proxy::forward)
			.bindNow()
			.onDispose()
			.block(); // the main thread has nothing else to do
	}

	private Publisher<Void> forward(HttpServerRequest request, HttpServerResponse response) {
		return this.clients.get()
			.request(request.method())
			.uri(request.uri())
			.send((outbound, body) -> send(request, outbound, body))
			.response((answer, body) -> answer(response, answer, body));
	}

	private Publisher<Void> send(HttpServerRequest request, HttpClientRequest outbound, NettyOutbound body) {
		HttpHeaders headers = request.requestHeaders();
		outbound.requestHeaders().set(headers).remove(HttpHeaderNames.HOST);
		if (this.editHeaders) {
			outbound.requestHeaders().set("X-Request-Added", "1").remove("X-Request-Removed");
		}
		boolean hasBody = headers.contains(HttpHeaderNames.CONTENT_LENGTH)
				|| headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
		// With nothing to send, head and end leave in one message
		return hasBody ? body.send(request.receive().retain()) : Mono.empty();
	}

	private Publisher<Void> answer(HttpServerResponse response, HttpClientResponse answer, ByteBufFlux body) {
		response.status(answer.status()).headers(answer.responseHeaders());
		if (this.editHeaders) {
			response.responseHeaders().set("X-Response-Added", "1").remove("X-Response-Removed");
		}
		return response.send(body.retain());
	}

}
