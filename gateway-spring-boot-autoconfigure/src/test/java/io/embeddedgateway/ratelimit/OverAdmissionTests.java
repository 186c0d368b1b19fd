package io.embeddedgateway.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.ratelimit.redis.RedisRateLimitStore;
import io.embeddedgateway.redis.RedisServers;
import io.embeddedgateway.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many more are admitted than the limit allows, by mode, gateways and concurrency.
 */
class OverAdmissionTests {

	private static final int LIMIT = 200;

	private static final int REQUESTS = 1000;

	private static final LimitPlan PLAN = SharedNode.plan(LIMIT + "/1d");

	@Test
	void exactModeNeverAdmitsMoreAndApproximateModeKeepsToItsFormula() {
		StringBuilder table = new StringBuilder("| mode | gateways | concurrency | admitted of ").append(LIMIT)
			.append(" | requests/s |\n|---|---|---|---|---|\n");
		try (RedisServer redis = RedisServer.start()) {
			for (int nodes : new int[] { 1, 2, 4 }) {
				List<RedisRateLimitStore> stores = new ArrayList<>();
				List<SharedLimits> limits = new ArrayList<>();
				for (int i = 0; i < nodes; i++) {
					stores.add(store(redis));
					limits.add(limits(stores.get(i)));
				}
				run(limits, null, 8, "warm-up-" + nodes);
				for (int concurrency : new int[] { 1, 8, 64 }) {
					Run exact = run(limits, null, concurrency, "exact-" + nodes);
					assertThat(exact.granted()).isEqualTo(LIMIT);
					Run synced = run(limits, Duration.ofMillis(100), concurrency, "sync-" + nodes);
					assertThat(synced.granted()).isBetween((long) LIMIT, (long) LIMIT * nodes);
					table.append(exact.row(nodes, concurrency)).append(synced.row(nodes, concurrency));
				}
				limits.forEach(SharedLimits::close);
				stores.forEach(RedisRateLimitStore::close);
			}
		}
		System.out.println(table);
	}

	private static RedisRateLimitStore store(RedisServer redis) {
		return new RedisRateLimitStore(
				new RedisServers(RedisServers.Kind.SINGLE, List.of(RedisURI.create("127.0.0.1", redis.port())), null,
						Duration.ofSeconds(10), Duration.ofSeconds(10)),
				"test");
	}

	private static SharedLimits limits(RateLimitStore store) {
		Scheduler scheduler = Schedulers.parallel();
		return new SharedLimits(store,
				new RateLimitStorePolicy(RateLimitStorePolicy.Type.REDIS, Duration.ofSeconds(10), "test", 100_000),
				Clock.systemUTC(), scheduler, () -> Runnable::run);
	}

	private static Run run(List<SharedLimits> limits, @Nullable Duration sync, int concurrency, String mode) {
		RateLimitPolicyBuilder builder = RateLimitPolicy.builder()
			.limits(LIMIT + "/1d")
			.whenStoreFails(StoreFailure.DENY, 1);
		RateLimitPolicy policy = ((sync != null) ? builder.sync(sync) : builder).build();
		LocalBuckets none = SharedNode.local(Clock.systemUTC());
		List<LimitBuckets> buckets = limits.stream().map((node) -> node.buckets(policy, none)).toList();
		String key = "route:" + mode + '|' + concurrency;
		long begin = System.nanoTime();
		Long granted = Flux.range(0, REQUESTS)
			.flatMap((i) -> Flux
				.defer(() -> buckets.get(i % buckets.size()).apply(key, PLAN, new LimitOperation.Take(1, 0)))
				.subscribeOn(Schedulers.parallel()), concurrency)
			.filter(Allowance::granted)
			.count()
			.toFuture()
			.join();
		return new Run(mode, granted, System.nanoTime() - begin);
	}

	private record Run(String mode, long granted, long nanos) {

		String row(int nodes, int concurrency) {
			return "| " + this.mode.replaceAll("-.*", "") + " | " + nodes + " | " + concurrency + " | " + this.granted
					+ " | " + REQUESTS * TimeUnit.SECONDS.toNanos(1) / this.nanos + " |\n";
		}

	}

}
