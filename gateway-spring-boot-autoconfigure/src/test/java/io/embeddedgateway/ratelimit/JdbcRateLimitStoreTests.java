package io.embeddedgateway.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * The store that the documentation shows, over a database.
 */
class JdbcRateLimitStoreTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Test
	void gatewaysAdmitExactlyTheLimit() {
		JdbcDataSource database = new JdbcDataSource();
		database.setUrl("jdbc:h2:mem:limits;MODE=PostgreSQL;DB_CLOSE_DELAY=-1");
		JdbcClient jdbc = JdbcClient.create(database);
		jdbc.sql("""
				create table rate_limit (
				  id varchar(300) primary key,
				  state bytea not null,
				  kept_until timestamp with time zone not null
				)""").update();
		Scheduler threads = Schedulers.newBoundedElastic(4, 1000, "limits");
		List<LimitBuckets> gateways = List.of(gateway(new JdbcRateLimitStore(jdbc, threads)),
				gateway(new JdbcRateLimitStore(jdbc, threads)));
		LimitPlan plan = SharedNode.plan("100/1d");
		StepVerifier
			.create(Flux.range(0, 400)
				.flatMap((i) -> gateways.get(i % 2).apply("route:a|key", plan, new LimitOperation.Take(1, 0)), 32)
				.filter(Allowance::granted)
				.count())
			.expectNext(100L)
			.expectComplete()
			.verify(TIMEOUT);
		threads.dispose();
	}

	private static LimitBuckets gateway(RateLimitStore store) {
		RateLimitPolicy policy = RateLimitPolicy.builder()
			.limits("100/1d")
			.whenStoreFails(StoreFailure.DENY, 1)
			.build();
		SharedLimits limits = new SharedLimits(store,
				new RateLimitStorePolicy(RateLimitStorePolicy.Type.MEMORY, Duration.ofSeconds(10), "test", 1000),
				Clock.systemUTC(), Schedulers.parallel(), () -> Runnable::run);
		return limits.buckets(policy, SharedNode.local(Clock.systemUTC()));
	}

}
