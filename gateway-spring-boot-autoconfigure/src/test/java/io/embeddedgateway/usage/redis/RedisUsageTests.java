package io.embeddedgateway.usage.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RedisServer;
import io.embeddedgateway.usage.UsageReporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Usage from the request to the stream, also while Redis is away.
 */
class RedisUsageTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	@Test
	void whatIsUsedWhileRedisIsAwayIsThereOnceItIsBack() throws IOException {
		try (RedisServer redis = RedisServer.start(); GatewayApp app = GatewayApp.start(yaml(redis))) {
			ask(app, 3);
			await().atMost(SOON).until(() -> requests(redis) == 3);
			redis.kill();
			for (int failures = 0; failures < 2; failures++) {
				int before = failures;
				ask(app, 2);
				await().atMost(SOON).until(() -> state(app).failures() > before);
			}
			assertThat(state(app).waiting()).isPositive();
			redis.restart();
			await().atMost(SOON).until(() -> state(app).waiting() == 0 && requests(redis) >= 4);
			ask(app, 1);
			await().atMost(SOON).until(() -> requests(redis) >= 5);
			assertThat(requests(redis)).as("the first 3 were lost with Redis").isEqualTo(5);
		}
	}

	@Test
	void whatIsUsedLastIsThereAfterTheEnd() throws IOException {
		try (RedisServer redis = RedisServer.start()) {
			try (GatewayApp app = GatewayApp.start(yaml(redis).replace("flush: 100ms", "flush: 1h"))) {
				ask(app, 4);
			}
			assertThat(requests(redis)).isEqualTo(4);
		}
	}

	private static String yaml(RedisServer redis) {
		return """
				spring.data.redis.port: %d
				gateway:
				  usage: {flush: 100ms, redis: used, gateway: node-1}
				  routes:
				    hello: {path: /hello, respond: hello}
				""".formatted(redis.port());
	}

	private static void ask(GatewayApp app, int times) throws IOException {
		for (int i = 0; i < times; i++) {
			assertThat(RawHttp.get(app.port(), "/hello")).startsWith("HTTP/1.1 200 ");
		}
	}

	private static UsageReporter.SinkState state(GatewayApp app) {
		return app.context()
			.getBean(UsageReporter.class)
			.sinks()
			.stream()
			.filter((sink) -> sink.name().equals("gatewayRedisUsageSink"))
			.findFirst()
			.orElseThrow();
	}

	private static long requests(RedisServer redis) {
		RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", redis.port()));
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			List<StreamMessage<String, String>> entries = connection.sync().xrange("used", Range.unbounded());
			return entries.stream()
				.map(StreamMessage::getBody)
				.map((Map<String, String> entry) -> entry.get("requests"))
				.mapToLong(Long::parseLong)
				.sum();
		}
		finally {
			client.shutdown();
		}
	}

}
