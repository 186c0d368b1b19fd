package io.embeddedgateway.usage.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.redis.RedisServers;
import io.embeddedgateway.testing.RedisServer;
import io.embeddedgateway.usage.FileUsageSink;
import io.embeddedgateway.usage.UsageBatch;
import io.embeddedgateway.usage.UsageFilePolicy;
import io.embeddedgateway.usage.UsageRecord;
import io.embeddedgateway.usage.UsageRedisPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The stream, in a real Redis.
 */
class RedisUsageSinkTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final UsageRedisPolicy POLICY = UsageRedisPolicy.of("gateway-usage");

	private static RedisServer redis;

	private static RedisClient client;

	private static RedisUsageSink sink;

	private static RedisCommands<String, String> commands;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		client = RedisClient.create(uri());
		commands = client.connect().sync();
		sink = sink(POLICY, SOON);
	}

	@AfterAll
	static void stop() {
		sink.close();
		client.shutdown();
		redis.close();
	}

	@BeforeEach
	void flush() {
		commands.flushall();
	}

	@Test
	void fieldsAreThoseOfTheLinesInAFile(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("usage.jsonl");
		UsageBatch batch = batch("b", new UsageRecord("keys", "ac\u00fcme \0\r\n", "app", "free", "api", "orders", 200,
				1, 2, 3, 4, 5, Long.MAX_VALUE),
				new UsageRecord(null, null, null, null, null, "open", 0, 1, 0, 0, 0, 0, 0));
		StepVerifier.create(new FileUsageSink(UsageFilePolicy.of(file.toString()), Clock.systemUTC()).write(batch))
			.expectComplete()
			.verify(SOON);
		write(batch);
		List<Map<String, String>> lines = Files.readAllLines(file).stream().map(RedisUsageSinkTests::fields).toList();
		assertThat(entries()).hasSize(2).isEqualTo(lines);
	}

	private static Map<String, String> fields(String line) {
		JsonNode json = JsonMapper.builder().build().readTree(line);
		Map<String, String> fields = new LinkedHashMap<>();
		json.properties().forEach((field) -> fields.put(field.getKey(), field.getValue().asString()));
		return fields;
	}

	@Test
	void batchThatIsWrittenTwiceCountsOnce() {
		UsageBatch batch = batch("twice", usage(5), usage(2));
		write(batch);
		write(batch);
		try (RedisUsageSink other = sink(POLICY, SOON)) {
			StepVerifier.create(other.write(batch)).expectComplete().verify(SOON);
		}
		assertThat(entries()).extracting((entry) -> entry.get("requests")).containsExactly("5", "2");
		write(batch("another", usage(5)));
		assertThat(entries()).hasSize(3);
		assertThat(commands.pttl("{gateway-usage}:batch:twice:0")).isBetween(Duration.ofHours(23).toMillis(),
				Duration.ofHours(24).toMillis());
	}

	@Test
	void batchOfWhichNobodyKnowsCountsOnce() {
		try (RedisUsageSink hasty = sink(POLICY, Duration.ofMillis(300))) {
			StepVerifier.create(hasty.write(batch("before", usage(1)))).expectComplete().verify(SOON);
			UsageBatch batch = batch("unknown", usage(1), usage(2));
			redis.freeze();
			try {
				StepVerifier.create(hasty.write(batch)).expectError(RedisCommandTimeoutException.class).verify(SOON);
			}
			finally {
				redis.thaw();
			}
			await().atMost(SOON).until(() -> entries().size() == 3);
			StepVerifier.create(hasty.write(batch).retry(10)).expectComplete().verify(SOON);
			assertThat(entries()).hasSize(3);
		}
	}

	@Test
	void batchThatIsTooMuchForOneScriptIsThereOnceAndInItsOrder() {
		UsageBatch batch = batch("large",
				IntStream.range(0, 2 * RedisUsageSink.PART + 1).mapToObj((i) -> usage(i)).toArray(UsageRecord[]::new));
		write(batch);
		write(batch);
		assertThat(entries()).hasSize(batch.records().size())
			.extracting((entry) -> Integer.valueOf(entry.get("seq")))
			.isSorted()
			.doesNotHaveDuplicates();
	}

	@Test
	void largeBatchOfWhichAPartIsThereIsCompleted() {
		UsageBatch batch = batch("large",
				IntStream.range(0, RedisUsageSink.PART + 1).mapToObj((i) -> usage(i)).toArray(UsageRecord[]::new));
		commands.set("{gateway-usage}:batch:large:0", "1");
		write(batch);
		assertThat(entries()).extracting((entry) -> entry.get("seq"))
			.containsExactly(Integer.toString(RedisUsageSink.PART));
	}

	@Test
	void streamIsCutOff() {
		try (RedisUsageSink small = sink(new UsageRedisPolicy("gateway-usage", 1000), SOON)) {
			UsageBatch batch = batch("cut",
					IntStream.range(0, 5000).mapToObj((i) -> usage(i)).toArray(UsageRecord[]::new));
			StepVerifier.create(small.write(batch)).expectComplete().verify(SOON);
		}
		assertThat(commands.xlen("gateway-usage")).isBetween(1000L, 1500L);
		assertThat(entries()).last().extracting((entry) -> entry.get("seq")).isEqualTo("4999");
	}

	@Test
	void batchThatCanNotBeAddedIsNotForgotten() {
		commands.set("gateway-usage", "no stream");
		UsageBatch batch = batch("refused", usage(5));
		StepVerifier.create(sink.write(batch))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(RedisCommandExecutionException.class)
				.hasMessageContaining("WRONGTYPE"))
			.verify(SOON);
		commands.del("gateway-usage");
		await().atMost(SOON).until(() -> commands.exists("{gateway-usage}:batch:refused:0") == 0);
		write(batch);
		assertThat(entries()).hasSize(1);
	}

	@Test
	void scriptThatRedisHasForgottenIsSentAgain() {
		write(batch("one", usage(1)));
		commands.scriptFlush();
		write(batch("two", usage(1)));
		assertThat(entries()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gateway-usage", "a:b/c", "{app}:usage", "x{app}" })
	void clusterHasStreamAndMarksInOneSlot(String stream) {
		assertThat(SlotHash.getSlot(RedisUsageSink.marks(stream) + "b-1:0")).isEqualTo(SlotHash.getSlot(stream));
	}

	private static RedisURI uri() {
		return RedisURI.create("127.0.0.1", redis.port());
	}

	private static RedisUsageSink sink(UsageRedisPolicy policy, Duration timeout) {
		return new RedisUsageSink(new RedisServers(RedisServers.Kind.SINGLE, List.of(uri()), null, timeout, SOON),
				policy);
	}

	private static void write(UsageBatch batch) {
		StepVerifier.create(sink.write(batch)).expectComplete().verify(SOON);
	}

	private static List<Map<String, String>> entries() {
		return commands.xrange("gateway-usage", Range.unbounded()).stream().map(StreamMessage::getBody).toList();
	}

	private static UsageBatch batch(String id, UsageRecord... records) {
		Instant start = Instant.parse("2026-11-01T10:00:00Z");
		return new UsageBatch(id, start, start.plusSeconds(10), "node-1", List.of(records));
	}

	private static UsageRecord usage(long requests) {
		return new UsageRecord("partners", "acme", null, "free", "api", "orders", 200, requests, requests, 0, requests,
				0, 0);
	}

}
