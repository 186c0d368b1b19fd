package io.embeddedgateway.resilience;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that fail under load, over real sockets.
 */
class RetryLoadTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void stormOfRetriesIsHeldByTheBudget() throws IOException {
		try (RawUpstream failing = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			// All of them are there before the first one fails
			connection.readUntil("never");
		}); GatewayApp app = GatewayApp.start("""
				gateway:
				  services:
				    failing: {instances: ["%1$s", "%2$s"], response-timeout: 3s, retry: {attempts: 5, statuses: 504}}
				  routes:
				    failing: {path: /failing, service: failing}
				""".formatted(failing.uri(), failing.uri().replace("127.0.0.1", "localhost")))) {
			int calls = 150;
			StepVerifier.create(statuses(app, "/failing", calls, calls).filter((status) -> status == 504).count())
				.expectNext((long) calls)
				.expectComplete()
				.verify(PATIENCE);
			// A fifth of them and a few at a time, where each might be followed by four
			// more
			assertThat(failing.connections()).isBetween(calls + calls / 10, calls * 3 / 2);
		}
	}

	@Test
	void noSafeRequestIsLostWhenAnInstanceIsKilledAndRestarted() {
		try (Upstream stays = Upstream.named("stays")) {
			ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
			DisposableServer killed = serve(0, connections);
			int port = ((InetSocketAddress) killed.address()).getPort();
			try (GatewayApp app = GatewayApp.start("""
					gateway:
					  services:
					    orders: {instances: ["%s", "http://127.0.0.1:%d"], retry: {budget: 100%%}}
					  routes:
					    orders: {path: /orders, service: orders}
					""".formatted(stays.uri(), port))) {
				AtomicInteger lost = new AtomicInteger();
				AtomicInteger answered = new AtomicInteger();
				AtomicBoolean stop = new AtomicBoolean();
				statuses(app, "/orders", Integer.MAX_VALUE, 16).takeUntil((status) -> stop.get())
					.subscribe((status) -> ((status == 200) ? answered : lost).incrementAndGet());
				for (int round = 0; round < 4; round++) {
					int before = answered.get();
					await().atMost(PATIENCE).until(() -> answered.get() > before + 100);
					kill(killed, connections);
					int gone = answered.get();
					await().atMost(PATIENCE).until(() -> answered.get() > gone + 100);
					killed = serve(port, connections);
				}
				stop.set(true);
				assertThat(lost).as("lost of " + answered).hasValue(0);
			}
			finally {
				kill(killed, connections);
			}
		}
	}

	private static void kill(DisposableServer server, ChannelGroup connections) {
		server.dispose();
		connections.close();
		server.onDispose().as(StepVerifier::create).expectComplete().verify(PATIENCE);
	}

	private static DisposableServer serve(int port, ChannelGroup connections) {
		return HttpServer.create()
			.channelGroup(connections)
			.host("127.0.0.1")
			.port(port)
			.handle((request, response) -> response.sendString(Mono.just("killed").delayElement(Duration.ofMillis(2))))
			.bindNow();
	}

	private static Flux<Integer> statuses(GatewayApp app, String path, int calls, int concurrency) {
		HttpClient client = HttpClient.create(ConnectionProvider.create("load", concurrency));
		return Flux.range(0, calls)
			.flatMap((call) -> client.get()
				.uri(app.url(path))
				.responseSingle(
						(response, body) -> body.asByteArray().then(Mono.fromSupplier(() -> response.status().code())))
				.onErrorReturn(-1), concurrency, 1);
	}

}
