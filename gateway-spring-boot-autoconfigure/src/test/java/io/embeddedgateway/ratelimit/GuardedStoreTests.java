package io.embeddedgateway.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that does not answer, and what is done instead.
 */
class GuardedStoreTests {

	private final MemoryStore store = new MemoryStore();

	private final SharedNode node = new SharedNode(this.store);

	private final LimitPlan plan = SharedNode.plan("10/1d");

	@Test
	void nobodyWaitsForStoreThatIsDownAndItIsUsedAgainOnceItAnswers() {
		this.store.instead = Mono.never();
		for (int i = 0; i < 3; i++) {
			assertThat(this.node.guarded.isDown()).isFalse();
			this.node.take(this.plan, 1).onErrorComplete().subscribe();
			this.node.scheduler.advanceTimeBy(SharedNode.TIMEOUT);
		}
		assertThat(this.node.guarded.isDown()).isTrue();
		this.node.take(this.plan, 1).onErrorComplete().subscribe();
		assertThat(this.store.questions).hasValue(3);
		this.node.scheduler.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.store.questions).as("asked every 450 ms").hasValueBetween(20, 30);
		assertThat(this.node.guarded.isDown()).isTrue();
		this.store.instead = null;
		this.node.scheduler.advanceTimeBy(Duration.ofMillis(450));
		assertThat(this.node.guarded.isDown()).isFalse();
		assertThat(this.node.taken(this.plan, 1).remaining()).isEqualTo(9);
	}

	@Test
	void storeThatReadsAndDoesNotWriteIsNotBack() {
		fail();
		this.store.stored.put("probe", new byte[] { 1 });
		this.store.instead = Mono.fromSupplier(() -> RateLimitStore.Outcome.ofFound(this.store.stored.get("probe")));
		this.node.scheduler.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.node.guarded.isDown()).isTrue();
		this.store.instead = null;
		this.node.scheduler.advanceTimeBy(Duration.ofMillis(250));
		assertThat(this.node.guarded.isDown()).isFalse();
		assertThat(this.store.stored.get("probe")).as("written anew").hasSize(Long.BYTES);
		fail();
		this.store.instead = null;
		this.node.scheduler.advanceTimeBy(Duration.ofMillis(250));
		assertThat(this.node.guarded.isDown()).isFalse();
	}

	@Test
	void storeThatFailsNowAndThenIsAsked() {
		for (int i = 0; i < 40; i++) {
			this.store.instead = (i % 4 == 0) ? Mono.error(new IllegalStateException("lost")) : null;
			this.node.take("k" + i, this.plan, 1).onErrorComplete().subscribe();
		}
		assertThat(this.node.guarded.isDown()).isFalse();
		assertThat(this.store.questions).hasValue(40);
	}

	@Test
	void storeThatSaysNothingOrThrowsHasFailed() {
		this.store.instead = Mono.empty();
		assertThat(this.node.take(this.plan, 1).toFuture()).isCompletedExceptionally();
		this.store.before.set(() -> {
			throw new IllegalStateException("broken");
		});
		this.store.instead = null;
		assertThat(this.node.take(this.plan, 1).toFuture()).isCompletedExceptionally();
		assertThat(this.node.taken(this.plan, 1).granted()).isTrue();
	}

	@Test
	void answersAndFailuresAreCounted() {
		StoreCounts counts = this.node.guarded.counts();
		assertThat(this.node.taken(this.plan, 1).granted()).isTrue();
		assertThat(counts.asked()).isOne();
		assertThat(counts.failed()).isZero();
		this.store.instead = Mono.never();
		this.node.take(this.plan, 1).onErrorComplete().subscribe();
		this.node.scheduler.advanceTimeBy(SharedNode.TIMEOUT);
		assertThat(counts.asked()).isEqualTo(2);
		assertThat(counts.failed()).isOne();
		assertThat(counts.nanos()).isGreaterThanOrEqualTo(SharedNode.TIMEOUT.toNanos());
	}

	@Test
	void closedStoreIsNotAskedAnyMore() {
		this.store.instead = Mono.error(new IllegalStateException("lost"));
		for (int i = 0; i < 3; i++) {
			this.node.take(this.plan, 1).onErrorComplete().subscribe();
		}
		this.node.guarded.close();
		this.node.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		int questions = this.store.questions.get();
		this.node.scheduler.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.store.questions).hasValue(questions);
	}

	@Test
	void eachGatewayHasItsShareMeanwhile() {
		LimitBuckets buckets = failover(StoreFailure.LOCAL, 5);
		assertThat(buckets.apply("route:a|x", this.plan, take()).toFuture().join().remaining()).isEqualTo(9);
		fail();
		assertThat(buckets.apply("route:a|x", this.plan, take()).toFuture().join().remaining()).isEqualTo(1);
		assertThat(buckets.apply("route:a|x", this.plan, take()).toFuture().join().granted()).isTrue();
		assertThat(buckets.apply("route:a|x", this.plan, take()).toFuture().join().granted()).isFalse();
	}

	@Test
	void requestsAreLetThroughOrRefusedMeanwhile() {
		fail();
		LimitBuckets open = failover(StoreFailure.ALLOW, 1);
		LimitBuckets closed = failover(StoreFailure.DENY, 1);
		for (int i = 0; i < 20; i++) {
			assertThat(open.apply("route:a|x", this.plan, take()).toFuture().join().granted()).isTrue();
			assertThat(closed.apply("route:a|x", this.plan, take()).toFuture()).isCompletedExceptionally()
				.isNotCancelled();
		}
		closed.apply("route:a|x", this.plan, take())
			.subscribe(null,
					(ex) -> assertThat(((GatewayException) ex).headers().getFirst("Retry-After")).isEqualTo("1"));
		assertThat(closed.apply("route:a|x", this.plan, new LimitOperation.Charge(1)).toFuture())
			.as("was used, whether it is counted or not")
			.isCompleted();
		assertThat(closed.apply("route:a|x", this.plan, new LimitOperation.Charge(1)))
			.as("not known at once, so that nobody is told what nobody knows")
			.isNotInstanceOf(Fuseable.ScalarCallable.class);
		assertThat(open.apply("route:a|x", this.plan, new LimitOperation.Reset()).toFuture())
			.isCompletedExceptionally();
	}

	private void fail() {
		this.store.instead = Mono.error(new IllegalStateException("lost"));
		for (int i = 0; i < 3; i++) {
			this.node.take(this.plan, 1).onErrorComplete().subscribe();
		}
		assertThat(this.node.guarded.isDown()).isTrue();
	}

	private LimitBuckets failover(StoreFailure what, int gateways) {
		RateLimitPolicy policy = RateLimitPolicy.builder().limits("10/1d").whenStoreFails(what, gateways).build();
		return new FailoverBuckets(this.node.buckets, this.node.guarded, this.node.local(), policy, this.node::now);
	}

	private static LimitOperation take() {
		return new LimitOperation.Take(1, 0);
	}

}
