package io.embeddedgateway.resilience;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;

import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Circuit breakers over real sockets.
 */
class CircuitBreakerTests {

	private static final AtomicInteger status = new AtomicInteger(500);

	private static final List<CircuitBreakerChange> published = new CopyOnWriteArrayList<>();

	private static Upstream failing;

	private static Upstream switched;

	private static Upstream good;

	private static Upstream bad;

	private static Upstream silent;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		failing = Upstream.with((request, response) -> response.status(500).send());
		switched = Upstream.with((request, response) -> response.status(status.get()).send());
		good = Upstream.named("good");
		bad = Upstream.with((request, response) -> response.status(503).send());
		silent = Upstream.with((request, response) -> Mono.never());
		app = GatewayApp
			.start("""
					gateway:
					  services:
					    failing:
					      instances: "%s"
					      circuit-breaker: {failure-rate: 50%%, minimum-calls: 4, window: 10, open-for: 1h}
					    switched:
					      instances: "%s"
					      circuit-breaker: {minimum-calls: 2, window: 10s, open-for: 300ms, trial-calls: 2}
					    mixed:
					      instances: ["%s", "%s"]
					      load-balancer: round-robin
					      outlier-detection: none
					      circuit-breaker: {failure-rate: 70%%, minimum-calls: 5, open-for: 1h}
					  routes:
					    failing: {path: /failing, service: failing}
					    switched: {path: /switched, service: switched}
					    mixed: {path: /mixed, service: mixed}
					    guarded: {path: /guarded, uri: "%s", circuit-breaker: {minimum-calls: 1, open-for: 90s}}
					    beside: {path: /beside, uri: "%s"}
					    nobody: {path: /nobody, uri: "http://127.0.0.1:1", circuit-breaker: {minimum-calls: 3, open-for: 1h}}
					    patient: {path: /patient, uri: "%s", circuit-breaker: {minimum-calls: 1, open-for: 1h}}
					    silent: {path: /silent, uri: "%s", timeout: 300ms, circuit-breaker: {minimum-calls: 2, open-for: 1h}}
					"""
				.formatted(failing.uri(), switched.uri(), bad.uri(), good.uri(), failing.uri(), failing.uri(),
						silent.uri(), silent.uri()),
					Listening.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		List.of(failing, switched, good, bad, silent).forEach(Upstream::close);
	}

	@Test
	void openBreakerAnswersItselfAndTheServiceGetsNothing() throws IOException {
		for (int i = 0; i < 4; i++) {
			assertThat(get("/failing")).startsWith("HTTP/1.1 500 ");
		}
		int before = received("/failing");
		String refused = get("/failing");
		assertThat(refused).startsWith("HTTP/1.1 503 ")
			.contains("application/problem+json")
			.contains("\"detail\":\"The service is out of order.\"")
			.containsPattern("(?i)retry-after: 3(600|5\\d\\d)\r\n")
			.doesNotContain("127.0.0.1")
			.doesNotContain("failed");
		assertThat(received("/failing")).isEqualTo(before);
		assertThat(published).filteredOn((change) -> change.serviceId().equals("failing"))
			.singleElement()
			.extracting(CircuitBreakerChange::to)
			.isEqualTo(CircuitBreakerState.OPEN);
	}

	@Test
	void breakerClosesOnceTheServiceIsBack() throws IOException {
		get("/switched");
		get("/switched");
		assertThat(state("switched")).isNotEqualTo(CircuitBreakerState.CLOSED);
		status.set(200);
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThat(get("/switched")).startsWith("HTTP/1.1 200 ");
			assertThat(state("switched")).isEqualTo(CircuitBreakerState.CLOSED);
		});
	}

	@Test
	void oneBadInstanceIsTakenOutWhileTheServiceStaysClosed() throws IOException {
		for (int i = 0; i < 10; i++) {
			get("/mixed");
		}
		for (int i = 0; i < 20; i++) {
			assertThat(get("/mixed")).startsWith("HTTP/1.1 200 ");
		}
		assertThat(bad.received()).hasSize(5);
		LiveService mixed = app.context().getBean(Services.class).get("mixed");
		assertThat(mixed.instances().get(0).state()).isEqualTo(InstanceState.EJECTED);
		assertThat(mixed.instances().get(0).condition().suspensions())
			.containsExactly("circuit breaker open: 100% of 5 calls failed");
		assertThat(state("mixed")).isEqualTo(CircuitBreakerState.CLOSED);
	}

	@Test
	void breakerOfARouteIsNobodyElses() throws IOException {
		assertThat(get("/guarded")).startsWith("HTTP/1.1 500 ");
		assertThat(get("/guarded")).startsWith("HTTP/1.1 503 ").containsPattern("(?i)retry-after: (90|[1-8]\\d)\r\n");
		assertThat(get("/beside")).startsWith("HTTP/1.1 500 ");
	}

	@Test
	void refusedConnectionsCount() throws IOException {
		for (int i = 0; i < 3; i++) {
			assertThat(get("/nobody")).startsWith("HTTP/1.1 502 ");
		}
		assertThat(get("/nobody")).startsWith("HTTP/1.1 503 ");
	}

	@Test
	void requestsThatTookLongerThanTheRouteAllowsCount() throws IOException {
		for (int i = 0; i < 2; i++) {
			assertThat(get("/silent")).startsWith("HTTP/1.1 504 ");
		}
		assertThat(get("/silent")).startsWith("HTTP/1.1 503 ");
		assertThat(silent.received()).filteredOn((request) -> request.uri().equals("/silent")).hasSize(2);
	}

	@Test
	void clientsThatLeaveSayNothing() throws IOException {
		Upstream upstream = silent;
		int before = upstream.received().size();
		for (int i = 0; i < 3; i++) {
			int expected = before + i + 1;
			try (RawHttp client = new RawHttp(app.port())) {
				client.send("GET /patient HTTP/1.1\r\nHost: a\r\n\r\n");
				await().atMost(Duration.ofSeconds(20)).until(() -> upstream.received().size() >= expected);
			}
		}
		assertThat(published).noneMatch((change) -> "patient".equals(change.routeId()));
	}

	private static CircuitBreakerState state(String service) {
		return published.stream()
			.filter((change) -> change.serviceId().equals(service))
			.reduce((first, last) -> last)
			.map(CircuitBreakerChange::to)
			.orElse(CircuitBreakerState.CLOSED);
	}

	private static int received(String path) {
		return (int) failing.received().stream().filter((request) -> request.uri().equals(path)).count();
	}

	private static String get(String path) throws IOException {
		return RawHttp.get(app.port(), path);
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		private final AtomicInteger events = new AtomicInteger();

		@Bean
		CircuitBreakerListener listener() {
			return published::add;
		}

		@EventListener
		void published(CircuitBreakerChange change) {
			assertThat(this.events.incrementAndGet()).isEqualTo(published.size());
		}

	}

}
