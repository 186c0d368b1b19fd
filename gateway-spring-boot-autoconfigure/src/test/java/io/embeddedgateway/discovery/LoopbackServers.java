package io.embeddedgateway.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Servers on 127.0.0.1, 127.0.0.2 and 127.0.0.3, all on the same port, as instances
 * behind one name are. Each answers with its address; below {@code /slow}, only when it
 * is told to.
 */
final class LoopbackServers implements AutoCloseable {

	private static final LoopResources LOOPS = LoopResources.create("loopback", 2, true);

	private final List<DisposableServer> servers = new ArrayList<>();

	private final List<String> hosts = new CopyOnWriteArrayList<>();

	private final Mono<Void> release;

	LoopbackServers(Mono<Void> release) {
		this(release, UnaryOperator.identity());
	}

	LoopbackServers(Mono<Void> release, UnaryOperator<HttpServer> settings) {
		this.release = release;
		for (int i = 1; i <= 3; i++) {
			String address = "127.0.0." + i;
			int port = this.servers.isEmpty() ? 0 : port();
			this.servers.add(settings.apply(HttpServer.create().runOn(LOOPS).host(address).port(port))
				.handle((request, response) -> {
					this.hosts.add(String.valueOf(request.requestHeaders().get("Host")));
					Mono<String> answer = Mono.just("from " + address);
					return response.sendString(request.uri().startsWith("/slow") ? this.release.then(answer) : answer);
				})
				.bindNow());
		}
	}

	int port() {
		return this.servers.get(0).port();
	}

	/**
	 * The hosts that were asked for.
	 */
	List<String> hosts() {
		return this.hosts;
	}

	@Override
	public void close() {
		this.servers.forEach(DisposableServer::disposeNow);
	}

}
