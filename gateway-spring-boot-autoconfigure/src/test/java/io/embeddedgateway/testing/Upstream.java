package io.embeddedgateway.testing;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * A real HTTP server on a free port that remembers what it was asked.
 */
public final class Upstream implements AutoCloseable {

	/**
	 * Its own, because an application that stops takes the shared ones with it.
	 */
	private static final LoopResources LOOPS = LoopResources.create("upstream", 2, true);

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final DisposableServer server;

	private Upstream(int port, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		this.server = HttpServer.create()
			.runOn(LOOPS)
			.host("127.0.0.1")
			.port(port)
			.doOnConnection((connection) -> this.connections.add(connection.channel()))
			.handle((request, response) -> {
				this.received.add(Received.of(request));
				return handler.apply(request, response);
			})
			.bindNow();
	}

	/**
	 * A server that answers 200 with its name.
	 * @param name the name
	 * @return the server
	 */
	public static Upstream named(String name) {
		return with((request, response) -> response.header("Content-Type", "text/plain").sendString(Mono.just(name)));
	}

	/**
	 * A server that answers with the body of the request.
	 * @return the server
	 */
	public static Upstream echo() {
		return with((request, response) -> response.send(request.receive().retain()));
	}

	/**
	 * A server with a handler of its own.
	 * @param handler the handler
	 * @return the server
	 */
	public static Upstream with(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		return new Upstream(0, handler);
	}

	/**
	 * A server at a port that another one had before.
	 * @param port the port
	 * @param handler what answers
	 * @return the server
	 */
	public static Upstream at(int port, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		return new Upstream(port, handler);
	}

	/**
	 * The port of the server.
	 * @return the port
	 */
	public int port() {
		return ((InetSocketAddress) this.server.address()).getPort();
	}

	/**
	 * The URI of the server.
	 * @return scheme, host and port
	 */
	public String uri() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * What the server was asked.
	 * @return the requests in their order
	 */
	public List<Received> received() {
		return this.received;
	}

	/**
	 * What the server was asked last.
	 * @return the request
	 */
	public Received last() {
		return this.received.get(this.received.size() - 1);
	}

	/**
	 * End the server as a process that is killed: with all its connections, whatever is
	 * on its way there.
	 */
	public void kill() {
		close();
		this.connections.close().syncUninterruptibly();
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	/**
	 * A request that was received.
	 *
	 * @param method the method
	 * @param uri the request target, as it was sent
	 * @param headers the headers in their order
	 */
	public record Received(String method, String uri, List<Map.Entry<String, String>> headers) {

		static Received of(HttpServerRequest request) {
			return new Received(request.method().name(), request.uri(), request.requestHeaders().entries());
		}

		/**
		 * The values of a header.
		 * @param name the name, in any case
		 * @return the values in their order
		 */
		public List<String> header(String name) {
			return this.headers.stream()
				.filter((entry) -> entry.getKey().equalsIgnoreCase(name))
				.map(Map.Entry::getValue)
				.toList();
		}

	}

}
