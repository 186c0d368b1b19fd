package io.embeddedgateway.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Usage over real sockets, from the request to the sinks.
 */
class UsageTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@TempDir
	private static Path directory;

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> request.uri().startsWith("/stream")
				? response.sendString(Flux.just("first").concatWith(Flux.never()), StandardCharsets.UTF_8)
				: response.sendString(Mono.just("hello")));
		app = GatewayApp.start(yaml(), Sinks.class);
	}

	@AfterAll
	static void stop() {
		Sinks.release.countDown();
		app.close();
		upstream.close();
	}

	private static String yaml() {
		return """
				management.endpoints.web.exposure.include: metrics
				gateway:
				  usage: {flush: 200ms, file: "%2$s", gateway: node-1, max-keys: 50}
				  auth:
				    partners: {api-key: {keys: {acme: "%3$s", bolt: "%4$s"}}}
				  routes:
				    few: {path: /few, uri: "%1$s", rate-limit: {limit: 4/1d, cost: 2}}
				    many: {path: /many, uri: "%1$s", rate-limit: 1000/1d}
				    open: {path: /open/**, uri: "%1$s", auth: none}
				    stream: {path: /stream, uri: "%1$s", auth: none}
				    down: {path: /down, uri: "http://127.0.0.1:1", auth: none, retry: none}
				""".formatted(upstream.uri(), file("usage.jsonl"), hash("key-of-acme-0123456789"),
				hash("key-of-bolt-0123456789"));
	}

	@Test
	void decisionsAndAnswersAreThereByCaller() throws IOException {
		for (int i = 0; i < 3; i++) {
			get("/few", "X-Api-Key: key-of-acme-0123456789");
		}
		get("/few", "X-Api-Key: key-of-bolt-0123456789");
		get("/few", "X-Api-Key: key-of-somebody-0123456789");
		await().atMost(SOON).until(() -> sum("few", "requests") == 5);
		assertThat(records("few"))
			.extracting((line) -> text(line, "caller") + " " + line.get("status").asInt() + " "
					+ line.get("gateway").asString() + " " + text(line, "policy"))
			.contains("acme 200 node-1 route:few", "acme 429 node-1 route:few", "bolt 200 node-1 route:few",
					"null 401 node-1 null")
			.doesNotHaveDuplicates();
		assertThat(sum("few", "granted")).isEqualTo(3);
		assertThat(sum("few", "refused")).isEqualTo(1);
		assertThat(sum("few", "cost")).isEqualTo(6);
		assertThat(sum("few", "responseBytes")).isEqualTo(15);
		assertThat(Files.readString(directory.resolve("usage.jsonl"))).doesNotContain("key-of");
	}

	@Test
	void nothingIsMissingOfManyCallersAtTheSameTime() throws InterruptedException {
		ExecutorService callers = Executors.newFixedThreadPool(64);
		CountDownLatch done = new CountDownLatch(64);
		for (int i = 0; i < 64; i++) {
			callers.execute(() -> {
				for (int j = 0; j < 20; j++) {
					get("/many", "X-Api-Key: key-of-acme-0123456789");
				}
				done.countDown();
			});
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
		callers.shutdown();
		await().atMost(SOON).until(() -> sum("many", "requests") == 1280);
		assertThat(sum("many", "granted")).isEqualTo(1000);
		assertThat(sum("many", "refused")).isEqualTo(280);
		await().atMost(SOON).until(() -> Sinks.requests("many") == 1280);
	}

	@Test
	void clientsThatLeaveAreCountedOnce() throws IOException {
		for (int i = 0; i < 5; i++) {
			try (RawHttp client = new RawHttp(app.port())) {
				client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("first");
			}
		}
		await().atMost(SOON).until(() -> sum("stream", "requests") == 5);
		assertThat(records("stream")).allMatch((line) -> line.get("status").asInt() == 200);
		assertThat(sum("stream", "responseBytes")).isEqualTo(25);
	}

	@Test
	void errorsOfTheGatewayHaveTheirStatus() {
		assertThat(get("/down")).startsWith("HTTP/1.1 502 ");
		await().atMost(SOON).until(() -> sum("down", "requests") == 1);
		assertThat(records("down")).allMatch((line) -> line.get("status").asInt() == 502);
	}

	@Test
	void metricsHaveNoCallers() {
		get("/open/metrics");
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(get("/actuator/metrics/gateway.usage.requests?tag=route:open"))
				.contains("\"tag\":\"status\",\"values\":[\"2xx\"]"));
		assertThat(get("/actuator/metrics/gateway.usage.requests")).doesNotContain("acme");
	}

	@Test
	void sinkThatNeverAnswersHoldsNothingUp() {
		assertThat(get("/open/stuck")).endsWith("hello");
		await().atMost(SOON).until(() -> Sinks.stuck.getCount() == 0);
		assertThat(get("/open/stuck")).endsWith("hello");
	}

	private static String get(String path, String... headers) {
		try {
			return RawHttp.get(app.port(), path, headers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String file(String name) {
		return directory.resolve(name).toString();
	}

	private static String hash(String key) {
		try {
			return "sha256:" + HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(JsonNode line, String name) {
		return line.hasNonNull(name) ? line.get(name).asString() : "null";
	}

	private static long sum(String route, String name) {
		return records(route).stream().mapToLong((line) -> line.get(name).asLong()).sum();
	}

	private static List<JsonNode> records(String route) {
		try {
			Path file = directory.resolve("usage.jsonl");
			List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
			return lines.stream()
				.map(JSON::readTree)
				.filter((line) -> line.get("route").asString().equals(route))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Sinks {

		private static final List<UsageBatch> batches = new CopyOnWriteArrayList<>();

		private static final CountDownLatch stuck = new CountDownLatch(1);

		private static final CountDownLatch release = new CountDownLatch(1);

		@Bean
		UsageSink collectingSink() {
			return (batch) -> Mono.fromRunnable(() -> batches.add(batch));
		}

		// As one that waits for a lock
		@Bean
		UsageSink stuckSink() {
			return (batch) -> {
				stuck.countDown();
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return Mono.empty();
			};
		}

		static long requests(String route) {
			return batches.stream()
				.flatMap((batch) -> batch.records().stream())
				.filter((usage) -> usage.route().equals(route))
				.mapToLong(UsageRecord::requests)
				.sum();
		}

	}

}
