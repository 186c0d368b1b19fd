package io.embeddedgateway.resilience;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Limits of concurrency over real sockets. The upstream answers when it is told to.
 */
class MaxConcurrentTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final ConcurrentMap<String, Held> held = new ConcurrentHashMap<>();

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> held(request.uri()).answer(response));
		app = GatewayApp.start("""
				gateway:
				  server: {max-connections-per-address: 5000}
				  services:
				    orders:
				      instances: "%1$s"
				      response-timeout: 10m
				      max-concurrent: {limit: 10, queue: 50, max-wait: 10m}
				  routes:
				    orders: {path: /orders, service: orders}
				    impatient: {path: /impatient, uri: "%1$s", max-concurrent: {limit: 1, queue: 5, max-wait: 200ms}}
				    leaving: {path: /leaving, uri: "%1$s", max-concurrent: {limit: 5, queue: 20, max-wait: 10m}}
				    slow: {path: /slow, uri: "%1$s", max-concurrent: {limit: 1, queue: 0}}
				    adaptive: {path: /adaptive, uri: "%1$s", max-concurrent: adaptive}
				""".formatted(upstream.uri()));
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@Test
	void thousandCallersGetExactlyThePlacesThatThereAre() {
		Callers callers = new Callers("/orders", 1000);
		// On a busy machine a client may fail to connect; all others count
		await().atMost(PATIENCE).until(() -> callers.answers(503) + callers.answers(-1) == 940);
		assertThat(held("/orders").active.get()).isEqualTo(10);
		held("/orders").release();
		await().atMost(PATIENCE).until(() -> callers.statuses.size() == 1000);
		assertThat(callers.answers(200)).isEqualTo(60);
		assertThat(held("/orders").mostActive.get()).isEqualTo(10);
		callers.close();
	}

	@Test
	void whoWaitedTooLongIsToldToComeBack() throws IOException {
		Callers first = new Callers("/impatient", 1);
		await().atMost(PATIENCE).until(() -> held("/impatient").active.get() == 1);
		assertThat(RawHttp.get(app.port(), "/impatient")).startsWith("HTTP/1.1 503 ")
			.containsPattern("(?i)retry-after: 1\r\n")
			.contains("\"detail\":\"The service is busy.\"");
		held("/impatient").release();
		await().atMost(PATIENCE).until(() -> first.answers(200) == 1);
		first.close();
	}

	@Test
	void clientsThatLeaveTakeNoPlaceWithThem() {
		Held calls = held("/leaving");
		for (int i = 0; i < 5; i++) {
			Callers leaving = new Callers("/leaving", 25);
			await().atMost(PATIENCE).until(() -> calls.active.get() == 5);
			leaving.close();
			await().atMost(PATIENCE).until(() -> calls.active.get() == 0);
		}
		// A place is free as soon as its client left, which the upstream learns later
		calls.mostActive.set(0);
		Callers staying = new Callers("/leaving", 25);
		await().atMost(PATIENCE).until(() -> calls.active.get() == 5);
		calls.release();
		await().atMost(PATIENCE).until(() -> staying.answers(200) == 25);
		assertThat(calls.mostActive.get()).isEqualTo(5);
		staying.close();
	}

	@Test
	void slowBodyKeepsThePlace() throws IOException {
		held("/slow").headersFirst = true;
		try (RawHttp first = new RawHttp(app.port())) {
			first.send("GET /slow HTTP/1.1\r\nHost: gateway.test\r\n\r\n");
			first.readUntil("begun");
			assertThat(RawHttp.get(app.port(), "/slow")).startsWith("HTTP/1.1 503 ");
			held("/slow").release();
			first.readUntil("ended");
		}
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(RawHttp.get(app.port(), "/slow")).startsWith("HTTP/1.1 200 "));
	}

	@Test
	void adaptiveLimitRefusesAtOnceWhatIsTooMuch() {
		Callers callers = new Callers("/adaptive", 100);
		await().atMost(PATIENCE).until(() -> callers.answers(503) == 80);
		held("/adaptive").release();
		await().atMost(PATIENCE).until(() -> callers.answers(200) == 20);
		assertThat(held("/adaptive").mostActive.get()).isEqualTo(20);
		callers.close();
	}

	private static Held held(String path) {
		return held.computeIfAbsent(path, (key) -> new Held());
	}

	/**
	 * What the upstream was asked and has not answered.
	 */
	private static final class Held {

		private final AtomicInteger active = new AtomicInteger();

		private final AtomicInteger mostActive = new AtomicInteger();

		private final Sinks.Empty<Void> released = Sinks.empty();

		private volatile boolean headersFirst;

		Publisher<Void> answer(HttpServerResponse response) {
			this.mostActive.accumulateAndGet(this.active.incrementAndGet(), Math::max);
			AtomicInteger open = new AtomicInteger(1);
			Runnable end = () -> this.active.addAndGet(-open.getAndSet(0));
			AtomicReference<Scheduler> loop = new AtomicReference<>();
			response.withConnection((connection) -> {
				connection.onDispose(end::run);
				loop.set(Schedulers.fromExecutor(connection.channel().eventLoop()));
			});
			// Reactor Netty may stop to read where an answer comes from another thread,
			// and the gateway sends the next request before a doFinally would be called
			Mono<Void> waiting = this.released.asMono().publishOn(loop.get()).doOnTerminate(end);
			return this.headersFirst ? response.sse()
				.sendString(Flux.concat(Mono.just("begun"), waiting.then(Mono.just("ended"))), StandardCharsets.UTF_8)
					: waiting.then(Mono.defer(() -> response.sendString(Mono.just("done")).then()));
		}

		void release() {
			this.released.tryEmitEmpty();
		}

	}

	/**
	 * Clients that all call at the same time.
	 */
	private static final class Callers {

		private final List<Integer> statuses = new CopyOnWriteArrayList<>();

		private final List<Disposable> calls = new ArrayList<>();

		private final ConnectionProvider connections;

		Callers(String path, int count) {
			this.connections = ConnectionProvider.builder("callers").maxConnections(count).build();
			HttpClient client = HttpClient.create(this.connections).disableRetry(true);
			for (int i = 0; i < count; i++) {
				this.calls.add(client.get()
					.uri(URI.create(app.url(path)))
					.responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
					.subscribe(this.statuses::add, (error) -> this.statuses.add(-1)));
			}
		}

		long answers(int status) {
			return this.statuses.stream().filter((answer) -> answer == status).count();
		}

		void close() {
			this.calls.forEach(Disposable::dispose);
			this.connections.dispose();
		}

	}

}
