package io.embeddedgateway.ratelimit.redis;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two gateways over a real Redis, under load, and with all that can happen to it.
 */
class RedisRateLimitTests {

	private static RedisServer redis;

	private static TwoGateways gateways;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		gateways = new TwoGateways(redis);
		gateways.awaitStore(true);
	}

	@AfterAll
	static void stop() {
		gateways.close();
		redis.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8, 64 })
	void twoGatewaysAdmitExactlyTheLimit(int concurrency) {
		Map<Integer, Long> answers = ask("/deny", "exact-" + concurrency, 300, concurrency);
		assertThat(answers).isEqualTo(Map.of(200, 100L, 429, 200L));
	}

	@Test
	void gatewaysThatTellEachOtherOverrunByLittle() {
		Map<Integer, Long> answers = ask("/sync", "sync", 400, 64);
		assertThat(answers.get(200)).isBetween(100L, 200L);
		assertThat(answers).containsOnlyKeys(200, 429);
		// Told by now, or in a moment
		await().atMost(TwoGateways.PATIENCE).until(() -> !ask("/sync", "sync", 2, 1).containsKey(200));
	}

	@Test
	void scriptThatRedisHasForgottenIsSentAgain() {
		assertThat(ask("/deny", "script", 10, 1)).isEqualTo(Map.of(200, 10L));
		assertThat(redis.command("SCRIPT FLUSH")).startsWith("+OK");
		assertThat(ask("/deny", "script", 100, 8)).isEqualTo(Map.of(200, 90L, 429, 10L));
	}

	@Test
	void bucketsEndByThemselves() {
		// So that there is one key
		assertThat(redis.command("FLUSHALL")).startsWith("+OK");
		ask("/deny", "expiry", 1, 1);
		String keys = redis.command("KEYS gateway:rate-limit:{policy:deny|*");
		assertThat(keys).startsWith("*").isNotEqualTo("*0\r\n");
		String key = keys.lines().filter((line) -> line.startsWith("gateway:")).findFirst().orElseThrow();
		assertThat(Long.parseLong(redis.command("PTTL " + key).strip().substring(1)))
			.isBetween(TimeUnit.MINUTES.toMillis(10), TimeUnit.MINUTES.toMillis(15));
	}

	@Test
	void flushedStoreBeginsAnewAndNothingFails() {
		assertThat(ask("/deny", "flushed", 100, 64)).isEqualTo(Map.of(200, 100L));
		assertThat(redis.command("FLUSHALL")).startsWith("+OK");
		assertThat(ask("/deny", "flushed", 200, 64)).isEqualTo(Map.of(200, 100L, 429, 100L));
	}

	@Test
	void slowStoreIsWaitedForWithinTheTimeout() {
		assertThat(redis.command("CLIENT PAUSE 100")).startsWith("+OK");
		assertThat(ask("/deny", "slow", 200, 64)).isEqualTo(Map.of(200, 100L, 429, 100L));
	}

	@Test
	void killedStoreIsReplacedAsThePolicySaysAndUsedAgainOnceItIsBack() {
		assertThat(ask("/local", "killed", 60, 8)).isEqualTo(Map.of(200, 60L));
		redis.kill();
		gateways.awaitStore(false);
		checkWithout("killed");
		redis.restart();
		gateways.awaitStore(true);
		assertThat(ask("/deny", "killed-after", 200, 64)).isEqualTo(Map.of(200, 100L, 429, 100L));
	}

	@Test
	void frozenStoreIsReplacedAsThePolicySaysAndUsedAgainOnceItIsBack() {
		redis.freeze();
		try {
			gateways.awaitStore(false);
			checkWithout("frozen");
		}
		finally {
			redis.thaw();
		}
		gateways.awaitStore(true);
		assertThat(ask("/deny", "frozen-after", 200, 64)).isEqualTo(Map.of(200, 100L, 429, 100L));
	}

	// Each of two gateways has half of the limit for itself, and nobody waits
	private void checkWithout(String key) {
		assertThat(ask("/local", key + "-new", 200, 64)).isEqualTo(Map.of(200, 100L, 429, 100L));
		assertThat(ask("/allow", key, 150, 64)).isEqualTo(Map.of(200, 150L));
		long begin = System.nanoTime();
		assertThat(ask("/deny", key, 100, 1)).isEqualTo(Map.of(503, 100L));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("100 of them one after the other")
			.isLessThan(TwoGateways.TIMEOUT.multipliedBy(100));
	}

	@Test
	void storeThatIsRestartedUnderLoadLosesNoRequest() {
		CompletableFuture<Map<Integer, Long>> denying = gateways.ask("/deny", "restarted", 1000, 32).toFuture();
		CompletableFuture<Map<Integer, Long>> local = gateways.ask("/local", "restarted", 1000, 32).toFuture();
		int before = gateways.answered();
		await().atMost(TwoGateways.PATIENCE).until(() -> gateways.answered() > before + 300);
		redis.kill();
		redis.restart();
		Map<Integer, Long> denied = await().atMost(TwoGateways.PATIENCE)
			.until(() -> denying.getNow(null), Objects::nonNull);
		Map<Integer, Long> counted = await().atMost(TwoGateways.PATIENCE)
			.until(() -> local.getNow(null), Objects::nonNull);
		System.out.println("restarted under load: deny " + denied + ", local " + counted);
		assertThat(denied.keySet()).isSubsetOf(200, 429, 503);
		assertThat(denied.get(200)).as("before and after it had forgotten").isLessThanOrEqualTo(200);
		assertThat(counted.keySet()).isSubsetOf(200, 429);
		assertThat(counted.get(200)).as("and what each has for itself").isLessThanOrEqualTo(300);
		gateways.awaitStore(true);
	}

	private static Map<Integer, Long> ask(String path, String key, int requests, int concurrency) {
		return gateways.ask(path, key, requests, concurrency).toFuture().join();
	}

}
