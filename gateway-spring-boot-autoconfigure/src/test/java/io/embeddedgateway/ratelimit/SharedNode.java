package io.embeddedgateway.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.testing.ManualClock;

/**
 * One of several gateways over a store, with a clock of its own and timers that run when
 * they are told.
 */
final class SharedNode {

	static final Duration TIMEOUT = Duration.ofMillis(200);

	final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));

	final GuardedStore guarded;

	final SharedBuckets buckets;

	SharedNode(RateLimitStore store) {
		this.guarded = new GuardedStore(store, TIMEOUT, this.scheduler, () -> this.scheduler.now(TimeUnit.NANOSECONDS));
		this.buckets = new SharedBuckets(this.guarded, this::now, this.scheduler, () -> 0.5, () -> Runnable::run);
	}

	LimitTime now() {
		return now(this.clock);
	}

	static LimitTime now(Clock clock) {
		Instant now = clock.instant();
		return new LimitTime(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), now.getEpochSecond());
	}

	LocalBuckets local() {
		return local(this.clock);
	}

	static LocalBuckets local(Clock clock) {
		return new LocalBuckets(1000, () -> now(clock), () -> now(clock).nanos());
	}

	static LimitPlan plan(String limits) {
		return new LimitPlan(null, Tier.of(limits), ZoneOffset.UTC);
	}

	Mono<Allowance> take(LimitPlan plan, long cost) {
		return take("route:a|key", plan, cost);
	}

	Mono<Allowance> take(String key, LimitPlan plan, long cost) {
		return this.buckets.apply(key, plan, new LimitOperation.Take(cost, 0));
	}

	/**
	 * Take from a store that answers at once.
	 * @param plan the limits
	 * @param cost how much
	 * @return the answer
	 */
	Allowance taken(LimitPlan plan, long cost) {
		return Objects.requireNonNull(take(plan, cost).toFuture().getNow(null));
	}

}
