package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.embeddedgateway.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gateways that decide by themselves and tell each other at intervals.
 */
class SyncedBucketsTests {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private static final String KEY = "route:a|key";

	private final MemoryStore store = new MemoryStore();

	private final LimitPlan plan = SharedNode.plan("100/1d");

	@Test
	void nobodyWaitsForTheStoreAndTheOthersHearOfItAfterTheInterval() {
		Gateway one = new Gateway(this.store, 1000);
		Gateway other = new Gateway(this.store, 1000);
		assertThat(one.take(this.plan)).extracting(Allowance::remaining).isEqualTo(99L);
		one.advance(INTERVAL);
		int questions = this.store.questions.get();
		assertThat(one.taken(this.plan, 50)).isEqualTo(50);
		assertThat(this.store.questions).hasValue(questions);
		other.take(this.plan);
		assertThat(other.take(this.plan).remaining()).as("of what the store knew").isEqualTo(97);
		one.advance(INTERVAL);
		other.advance(INTERVAL);
		assertThat(other.take(this.plan).remaining()).isEqualTo(46);
	}

	@Test
	void whatWasUsedMeanwhileStaysUsed() {
		Gateway one = new Gateway(this.store, 1000);
		one.taken(this.plan, 10);
		this.store.before.set(() -> assertThat(one.taken(this.plan, 20)).isEqualTo(20));
		one.advance(INTERVAL);
		assertThat(one.take(this.plan).remaining()).isEqualTo(69);
		one.advance(INTERVAL);
		assertThat(new SharedNode(this.store).taken(this.plan, 1).remaining()).isEqualTo(68);
	}

	@Test
	void keyThatIsResetElsewhereIsNotRefusedForLong() {
		Gateway one = new Gateway(this.store, 1000);
		one.taken(this.plan, 100);
		assertThat(one.take(this.plan).granted()).isFalse();
		one.advance(INTERVAL);
		new SharedNode(this.store).buckets.apply(KEY, this.plan, new LimitOperation.Reset()).subscribe();
		assertThat(one.take(this.plan).granted()).isFalse();
		one.advance(INTERVAL);
		assertThat(one.take(this.plan).granted()).isTrue();
		one.taken(this.plan, 100);
		one.buckets.apply(KEY, this.plan, new LimitOperation.Reset()).subscribe();
		assertThat(one.take(this.plan).remaining()).isEqualTo(99);
	}

	@Test
	void whatTheStoreCouldNotBeToldIsToldLater() {
		Gateway one = new Gateway(this.store, 1000);
		one.taken(this.plan, 10);
		this.store.instead = Mono.never();
		one.advance(INTERVAL);
		this.store.instead = null;
		one.advance(SharedNode.TIMEOUT);
		one.advance(INTERVAL);
		assertThat(one.buckets.listed()).isZero();
		assertThat(new SharedNode(this.store).taken(this.plan, 1).remaining()).isEqualTo(89);
	}

	@Test
	void keysForWhichThereIsNoRoomAreAskedFor() {
		Gateway one = new Gateway(this.store, 2);
		Gateway other = new Gateway(this.store, 2);
		for (String key : List.of("route:a|1", "route:a|2")) {
			one.take(key, this.plan);
			other.take(key, this.plan);
		}
		assertThat(one.take("route:a|3", this.plan).remaining()).isEqualTo(99);
		assertThat(other.take("route:a|3", this.plan).remaining()).isEqualTo(98);
		assertThat(one.take("route:a|3", this.plan).remaining()).isEqualTo(97);
		one.clock().advance(Duration.ofMinutes(2));
		one.advance(INTERVAL);
		assertThat(one.take("route:a|4", this.plan).remaining()).as("room again").isEqualTo(99);
	}

	@Test
	void keyThatWasForgottenIsNotFullAgain() {
		Gateway one = new Gateway(this.store, 1000);
		assertThat(one.taken(this.plan, 200)).isEqualTo(100);
		one.advance(INTERVAL);
		for (int i = 0; i < 5; i++) {
			one.clock().advance(Duration.ofSeconds(90));
			assertThat(one.taken(this.plan, 10)).isZero();
		}
		assertThat(new Gateway(this.store, 1000).taken(this.plan, 10)).as("nor is it in a new gateway").isZero();
	}

	@Test
	void allRequestsForNewKeyAreDecidedByTheStoreUntilItHasAnswered() {
		new SharedNode(this.store).taken(this.plan, 98);
		Gateway one = new Gateway(this.store, 1000);
		Sinks.One<RateLimitStore.Outcome> held = Sinks.one();
		this.store.instead = held.asMono();
		List<CompletableFuture<Allowance>> answers = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			answers.add(one.buckets.apply(KEY, this.plan, new LimitOperation.Take(1, 0)).toFuture());
		}
		assertThat(answers).noneMatch(CompletableFuture::isDone);
		this.store.instead = null;
		held.tryEmitValue(RateLimitStore.Outcome.ofFound(this.store.stored.get(KEY))).orThrow();
		assertThat(answers.stream().map(CompletableFuture::join).filter(Allowance::granted)).hasSize(2);
		int questions = this.store.questions.get();
		assertThat(one.take(this.plan).granted()).isFalse();
		assertThat(this.store.questions).hasValue(questions);
	}

	@Test
	void newKeyIsNotDecidedByBeliefWhileTheStoreFails() {
		Gateway one = new Gateway(this.store, 1000);
		this.store.instead = Mono.error(new IllegalStateException("lost"));
		assertThat(one.buckets.apply(KEY, this.plan, new LimitOperation.Take(1, 0)).toFuture())
			.isCompletedExceptionally();
		this.store.instead = null;
		assertThat(one.take(this.plan).remaining()).isEqualTo(99);
	}

	@Test
	void whatWasUsedIsToldWhenTheGatewayStops() {
		Gateway one = new Gateway(this.store, 1000);
		one.taken(this.plan, 10);
		one.take("route:a|other", this.plan);
		one.take("route:a|other", this.plan);
		assertThat(one.buckets.close()).isCompleted();
		assertThat(new Gateway(this.store, 1000).take(this.plan).remaining()).isEqualTo(89);
		assertThat(new Gateway(this.store, 1000).take("route:a|other", this.plan).remaining()).isEqualTo(97);
		Gateway lonely = new Gateway(this.store, 1000);
		lonely.taken(this.plan, 2);
		this.store.instead = Mono.never();
		CompletableFuture<?> closed = lonely.buckets.close();
		assertThat(closed).isNotDone();
		lonely.advance(SharedNode.TIMEOUT);
		assertThat(closed).isCompleted();
	}

	@Test
	void manyKeysAreToldInOneInterval() {
		Gateway one = new Gateway(this.store, 10_000);
		for (int i = 0; i < 5000; i++) {
			one.take("route:a|" + i, this.plan);
			one.take("route:a|" + i, this.plan);
		}
		one.advance(INTERVAL);
		assertThat(one.buckets.listed()).isZero();
		assertThat(new SharedNode(this.store).take("route:a|4999", this.plan, 1).toFuture().join().remaining())
			.isEqualTo(97);
	}

	@Test
	void overrunIsWhatTheOthersUseInOneIntervalAndIsPaidBack() {
		StringBuilder table = new StringBuilder("sync: 100ms, limit 100, requests per gateway and interval: 40\n");
		for (int nodes : new int[] { 1, 2, 4, 8 }) {
			MemoryStore fresh = new MemoryStore();
			List<Gateway> gateways = new ArrayList<>();
			for (int i = 0; i < nodes; i++) {
				gateways.add(new Gateway(fresh, 1000));
			}
			int granted = 0;
			for (int round = 0; round < 10; round++) {
				for (Gateway gateway : gateways) {
					granted += gateway.taken(this.plan, 40);
				}
				gateways.forEach((gateway) -> gateway.advance(INTERVAL));
			}
			table.append(nodes).append(" gateways: ").append(granted).append('\n');
			assertThat(granted).isBetween(100, 100 + (nodes - 1) * 40);
			Gateway late = gateways.get(0);
			late.clock().advance(Duration.ofSeconds(864 * (granted - 100L)));
			late.take(this.plan);
			late.advance(INTERVAL);
			assertThat(late.take(this.plan).granted()).as("debts of " + nodes).isFalse();
		}
		System.out.println(table);
	}

	/**
	 * A gateway that tells the others at intervals.
	 */
	private static final class Gateway {

		private final SharedNode node;

		private final SyncedBuckets buckets;

		Gateway(RateLimitStore store, int most) {
			this.node = new SharedNode(store);
			this.buckets = new SyncedBuckets(this.node.buckets, INTERVAL, most, this.node::now, this.node.scheduler);
		}

		ManualClock clock() {
			return this.node.clock;
		}

		Allowance take(LimitPlan plan) {
			return take(KEY, plan);
		}

		Allowance take(String key, LimitPlan plan) {
			return Objects
				.requireNonNull(this.buckets.apply(key, plan, new LimitOperation.Take(1, 0)).toFuture().getNow(null));
		}

		int taken(LimitPlan plan, int count) {
			int granted = 0;
			for (int i = 0; i < count; i++) {
				granted += take(plan).granted() ? 1 : 0;
			}
			return granted;
		}

		void advance(Duration time) {
			this.node.scheduler.advanceTimeBy(time);
		}

	}

}
