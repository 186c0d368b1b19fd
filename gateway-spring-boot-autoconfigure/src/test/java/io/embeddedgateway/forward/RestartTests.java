package io.embeddedgateway.forward;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that are killed and started again while clients go on asking, with nothing
 * but the defaults.
 */
class RestartTests {

	private static final int CLIENTS = 32;

	private static final int ENOUGH = 300;

	private final List<Upstream> instances = new ArrayList<>();

	private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicBoolean over = new AtomicBoolean();

	private final ConnectionProvider connections = ConnectionProvider.create("clients", CLIENTS);

	private GatewayApp app;

	@BeforeEach
	void start() {
		for (int i = 0; i < 3; i++) {
			this.instances.add(Upstream.with(RestartTests::answer));
		}
		this.app = GatewayApp.start("""
				gateway:
				  services:
				    orders:
				      instances: %s, %s, %s
				  routes:
				    orders: {path: /orders/**, service: orders}
				""".formatted(this.instances.stream().map(Upstream::uri).toArray()));
	}

	@AfterEach
	void stop() {
		this.app.close();
		this.instances.forEach(Upstream::close);
		this.connections.dispose();
	}

	@Test
	void noSafeRequestIsLost() {
		Disposable load = load();
		try {
			awaitAnswers(ENOUGH);
			for (int i = 0; i < this.instances.size(); i++) {
				int port = this.instances.get(i).port();
				this.instances.get(i).kill();
				awaitAnswers(ENOUGH);
				Upstream back = Upstream.at(port, RestartTests::answer);
				this.instances.set(i, back);
				awaitAnswers(ENOUGH);
			}
		}
		finally {
			this.over.set(true);
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(load::isDisposed);
		assertThat(this.outcomes).containsOnlyKeys("200");
	}

	@Test
	void allDownFailAndAllBackServe() {
		List<Integer> ports = this.instances.stream().map(Upstream::port).toList();
		this.instances.forEach(Upstream::kill);
		this.instances.clear();
		Disposable load = load();
		try {
			awaitAnswers(ENOUGH);
			assertThat(this.outcomes).doesNotContainKey("200").containsKey("502");
			ports.forEach((port) -> this.instances.add(Upstream.at(port, RestartTests::answer)));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.outcomes.containsKey("200"));
			awaitAnswers(ENOUGH);
			this.outcomes.clear();
			awaitAnswers(ENOUGH);
			assertThat(this.outcomes).containsOnlyKeys("200");
		}
		finally {
			this.over.set(true);
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(load::isDisposed);
	}

	private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		return response.header("Content-Type", "text/plain").sendString(Mono.just("here"));
	}

	private Disposable load() {
		HttpClient client = HttpClient.create(this.connections);
		return Flux.range(0, CLIENTS)
			.flatMap((index) -> ask(client).repeat(() -> !this.over.get()), CLIENTS)
			.subscribe();
	}

	private Mono<Void> ask(HttpClient client) {
		return client.get()
			.uri(this.app.url("/orders/7"))
			.responseSingle((response, body) -> body.then(Mono.just(String.valueOf(response.status().code()))))
			.onErrorResume((ex) -> Mono.just(ex.toString()))
			.doOnNext((outcome) -> {
				this.outcomes.computeIfAbsent(outcome, (key) -> new AtomicInteger()).incrementAndGet();
				this.answered.incrementAndGet();
			})
			.then();
	}

	private void awaitAnswers(int count) {
		int goal = this.answered.get() + count;
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.answered.get() >= goal);
	}

}
