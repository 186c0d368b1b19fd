package io.embeddedgateway.ratelimit;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rate limits together with what else routes do, over real sockets.
 */
class RateLimitFlowTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String KEY = "X-Api-Key: demo-key-8f14e45fceea167a";

	private static LimitedApp app;

	@BeforeAll
	static void start() {
		app = new LimitedApp();
	}

	@AfterAll
	static void stop() {
		app.close();
	}

	@Test
	void thousandCallersGetExactlyTheLimit() {
		ConnectionProvider connections = ConnectionProvider.builder("callers")
			.maxConnections(100)
			.pendingAcquireMaxCount(1000)
			.build();
		HttpClient client = HttpClient.create(connections).port(app.port()).host("127.0.0.1");
		Mono<Map<Integer, Long>> answers = Flux.range(0, 1000)
			.flatMap((i) -> client.get()
				.uri("/exact")
				.responseSingle((response, body) -> body.then(Mono.just(response.status().code()))), 1000)
			.groupBy((status) -> status)
			.flatMap((group) -> group.count().map((count) -> Map.entry(group.key(), count)))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue);
		StepVerifier.create(answers)
			.assertNext((counts) -> assertThat(counts).containsOnly(Map.entry(200, 100L), Map.entry(429, 900L)))
			.expectComplete()
			.verify(PATIENCE);
		connections.dispose();
	}

	@Test
	void floodFromOneAddressIsRefusedBeforeAnybodyIsAskedWhoTheyAre() throws IOException {
		assertThat(app.get("/address", "X-Forwarded-For: 192.0.2.1")).startsWith("HTTP/1.1 401 ");
		assertThat(app.get("/address", "X-Forwarded-For: 192.0.2.1", "X-Api-Key: wrong-key-00000000000"))
			.startsWith("HTTP/1.1 401 ");
		assertThat(app.get("/address", "X-Forwarded-For: 192.0.2.1", "X-Api-Key: wrong-key-00000000000"))
			.startsWith("HTTP/1.1 429 ");
		assertThat(app.get("/address", "X-Forwarded-For: 192.0.2.2", KEY)).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void whoIsNotLetInTakesNothing() throws IOException {
		for (int i = 0; i < 5; i++) {
			assertThat(app.get("/caller")).startsWith("HTTP/1.1 401 ").doesNotContainPattern("(?i)\r\nratelimit");
		}
		assertThat(app.get("/caller", KEY)).startsWith("HTTP/1.1 200 ").contains("\"2-per-1d\";r=1");
	}

	@Test
	void ownHandlersAreGuardedAsWell() throws IOException {
		assertThat(app.get("/own")).startsWith("HTTP/1.1 200 ").contains("\"1-per-1d\";r=0").endsWith("own");
		assertThat(app.get("/own")).startsWith("HTTP/1.1 429 ");
	}

	@Test
	void limitOfAllIsToldWhereThereIsNoOther() throws IOException {
		assertThat(app.get("/all", "X-Forwarded-For: 192.0.2.1")).contains("\"3-per-1d\";r=2");
		assertThat(app.get("/all", "X-Forwarded-For: 192.0.2.2")).contains("\"3-per-1d\";r=1");
	}

	@Test
	void responseSaysWhatElseItCost() throws IOException {
		assertThat(app.get("/spent")).startsWith("HTTP/1.1 200 ").contains("\"10-per-1d\";r=5");
		assertThat(app.get("/spent")).startsWith("HTTP/1.1 200 ").contains("\"10-per-1d\";r=0");
		assertThat(app.get("/spent")).startsWith("HTTP/1.1 429 ");
	}

	@Test
	void whatCannotBeFoundOutIsRefused() throws IOException {
		assertThat(app.get("/unknown")).startsWith("HTTP/1.1 503 ").doesNotContain("s3cret");
		assertThat(app.get("/unspent")).startsWith("HTTP/1.1 503 ").doesNotContain("s3cret");
		assertThat(app.get("/keyless?k=1")).startsWith("HTTP/1.1 200 ");
		assertThat(app.get("/keyless")).startsWith("HTTP/1.1 200 ");
		assertThat(app.get("/keyless")).startsWith("HTTP/1.1 429 ");
	}

	@Test
	void fallbackAndRepeatedAttemptsCountOnce() throws IOException {
		assertThat(app.get("/falls")).startsWith("HTTP/1.1 200 ").contains("\"10-per-1d\";r=9");
		assertThat(app.get("/rescue")).startsWith("HTTP/1.1 200 ").contains("\"10-per-1d\";r=8");
		assertThat(app.get("/again")).startsWith("HTTP/1.1 503 ").contains("\"10-per-1d\";r=9");
		assertThat(app.received("/again")).isEqualTo(3);
	}

	@Test
	void preflightDoesNotCountButOtherMethodsDo() throws IOException {
		String preflight = "Origin: https://app.example.com\r\nAccess-Control-Request-Method: GET\r\n";
		assertThat(app.ask("OPTIONS", "/page", preflight)).startsWith("HTTP/1.1 200 ").doesNotContain("per-1d");
		assertThat(app.ask("HEAD", "/page", "")).contains("\"10-per-1d\";r=9");
		assertThat(app.ask("OPTIONS", "/page", "")).contains("\"10-per-1d\";r=8");
	}

	@Test
	void callsOfGrpcAreToldInTheirWay() throws IOException {
		String call = "Content-Type: application/grpc\r\nContent-Length: 0\r\n";
		assertThat(app.ask("POST", "/call", call)).startsWith("HTTP/1.1 200 ").doesNotContainPattern("(?i)grpc-status");
		assertThat(app.ask("POST", "/call", call)).startsWith("HTTP/1.1 200 ")
			.containsPattern("(?i)grpc-status: 8\r\n");
	}

	@Test
	void openingOfWebSocketCounts() throws IOException {
		String upgrade = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
		assertThat(app.open(upgrade)).doesNotContain(" 429 ");
		assertThat(app.open(upgrade)).startsWith("HTTP/1.1 429 ");
	}

	@Test
	void clientThatLeavesWhileItWaitsGivesItsTokensBack() throws IOException {
		assertThat(app.get("/throttled")).startsWith("HTTP/1.1 200 ");
		assertThat(app.get("/look")).containsPattern("\"1-per-10s\";r=0;t=10\r\n");
		try (RawHttp leaving = new RawHttp(app.port())) {
			leaving.send("GET /throttled HTTP/1.1\r\nHost: gateway.test\r\n\r\n");
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(app.get("/look")).contains(";t=20\r\n"));
		}
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(app.get("/look")).doesNotContain(";t=20\r\n"));
	}

	@Test
	void placesOfKeyAreHeldUpToTheEndOfTheBodyAndNeverLost() throws IOException {
		KeyConcurrency places = app.limiter("route:places").concurrency();
		for (int i = 0; i < 3; i++) {
			try (RawHttp first = held(); RawHttp second = held()) {
				assertThat(app.get("/places")).startsWith("HTTP/1.1 429 ").containsPattern("(?i)retry-after: 1\r\n");
				assertThat(places.keys()).isEqualTo(1);
				first.closeOutput();
				second.reset();
			}
			await().atMost(PATIENCE).until(() -> places.keys() == 0);
		}
		try (RawHttp last = held()) {
			app.release();
			last.readUntil("ended");
		}
		await().atMost(PATIENCE).until(() -> places.keys() == 0);
		assertThat(app.get("/places")).contains("\"100-per-1d\";r=92");
	}

	private static RawHttp held() throws IOException {
		RawHttp http = new RawHttp(app.port());
		http.send("GET /places HTTP/1.1\r\nHost: gateway.test\r\n\r\n").readUntil("begun");
		return http;
	}

	@Test
	void newTableKeepsWhatWasUsedInProportion() throws IOException {
		for (int i = 0; i < 5; i++) {
			assertThat(app.get("/changing", KEY)).startsWith("HTTP/1.1 200 ");
		}
		app.change("100/1d");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(app.ask("HEAD", "/changing", KEY + "\r\n"))
				.containsPattern("\"100-per-1d\";r=4\\d;"));
	}

}
