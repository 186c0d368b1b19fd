package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.embeddedgateway.ratelimit.LimitOperation.Charge;
import io.embeddedgateway.ratelimit.LimitOperation.Take;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Buckets in memory, under many threads and many keys.
 */
class LocalBucketsTests {

	private final LimitClock clock = new LimitClock("2026-11-22T12:00:00Z");

	private final LocalBuckets buckets = new LocalBuckets(1000, this.clock, this.clock::nanos);

	private final LimitPlan plan = plan("5000/1h, 20000/month");

	@Test
	void sixtyFourThreadsGetExactlyTheLimit() {
		AtomicInteger granted = new AtomicInteger();
		Runnable caller = () -> {
			for (int i = 0; i < 200; i++) {
				if (take("policy:a|one", this.plan).granted()) {
					granted.incrementAndGet();
				}
			}
		};
		Mono<Void> callers = Mono.when(IntStream.range(0, 64)
			.mapToObj((number) -> Mono.fromRunnable(caller).subscribeOn(Schedulers.fromExecutor(executor())))
			.toList());
		StepVerifier.create(callers).expectComplete().verify(Duration.ofSeconds(60));
		assertThat(granted).hasValue(5000);
		assertThat(take("policy:a|two", this.plan).granted()).isTrue();
	}

	private static SimpleAsyncTaskExecutor executor() {
		return new SimpleAsyncTaskExecutor("caller-");
	}

	@Test
	void floodOfKeysTakesNeitherMemoryNorBucketsInUse() {
		for (int i = 0; i < 10; i++) {
			apply("policy:a|used-" + i, this.plan, new Charge(5000));
		}
		for (int i = 0; i < 1_000_000; i++) {
			take("policy:a|" + i, this.plan);
		}
		assertThat(this.buckets.size()).isEqualTo(1000);
		for (int i = 0; i < 10; i++) {
			assertThat(take("policy:a|used-" + i, this.plan).granted()).isFalse();
		}
		// Those that came last share buckets, so that they have less and never more
		assertThat(take("policy:a|late", this.plan).granted()).isTrue();
		assertThat(take("policy:a|late", this.plan).remaining()).isLessThan(4990);
	}

	@Test
	void idleBucketIsForgottenOnlyOnceItWouldBeFull() {
		LimitPlan short1 = plan("10/1s");
		apply("policy:a|one", short1, new Take(10, 0));
		this.clock.advance(Duration.ofMillis(999));
		assertThat(take("policy:a|one", short1).remaining()).isEqualTo(8);
		apply("policy:a|one", short1, new Charge(600));
		for (int i = 0; i < 59; i++) {
			this.clock.advance(Duration.ofSeconds(1));
			take("policy:a|other-" + i, short1);
		}
		assertThat(take("policy:a|one", short1).granted()).isFalse();
		this.clock.advance(Duration.ofMinutes(2));
		take("policy:a|another", short1);
		assertThat(this.buckets.size()).isLessThan(70);
	}

	@Test
	void placesOfForgottenKeysAreGivenToOthers() {
		LimitPlan seconds = plan("10/1s");
		for (int i = 0; i < 2000; i++) {
			take("policy:a|" + i, seconds);
		}
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(take("policy:a|new", seconds).remaining()).isEqualTo(9);
		assertThat(this.buckets.size()).isLessThan(1000);
	}

	@Test
	void quotaInUseIsKeptForTheMonth() {
		LimitPlan month = plan("10/month");
		apply("policy:a|one", month, new Take(10, 0));
		for (int day = 0; day < 8; day++) {
			this.clock.advance(Duration.ofDays(1));
			take("policy:a|other-" + day, month);
		}
		assertThat(take("policy:a|one", month).granted()).isFalse();
		this.clock.advance(Duration.ofDays(1));
		assertThat(take("policy:a|one", month).granted()).isTrue();
	}

	private Allowance take(String key, LimitPlan limits) {
		return apply(key, limits, new Take(1, 0));
	}

	private Allowance apply(String key, LimitPlan limits, LimitOperation operation) {
		return Objects.requireNonNull(this.buckets.apply(key, limits, operation).toFuture().getNow(null));
	}

	private static LimitPlan plan(String limits) {
		return new LimitPlan(null, Tier.of(limits), ZoneOffset.UTC);
	}

}
