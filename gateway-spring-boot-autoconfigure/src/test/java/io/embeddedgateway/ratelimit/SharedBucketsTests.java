package io.embeddedgateway.ratelimit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.embeddedgateway.ratelimit.RateLimitStore.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Buckets that gateways share, over a store in memory.
 */
class SharedBucketsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String KEY = "route:a|key";

	private final MemoryStore store = new MemoryStore();

	private final SharedNode one = new SharedNode(this.store);

	private final SharedNode other = new SharedNode(this.store);

	private final LimitPlan plan = SharedNode.plan("10/1s, 1000/1d");

	@Test
	void keyThatNobodyElseUsesCostsOneQuestionForEachRequest() {
		assertThat(this.one.taken(this.plan, 1).remaining()).isEqualTo(9);
		assertThat(this.one.taken(this.plan, 1).remaining()).isEqualTo(8);
		assertThat(this.store.questions).hasValue(2);
		assertThat(this.store.kept).isBetween(Duration.ofSeconds(173), Duration.ofSeconds(175));
		assertThat(this.one.buckets.asked()).isZero();
	}

	@Test
	void gatewaysTakeFromTheSameBucket() {
		for (int i = 0; i < 5; i++) {
			assertThat(this.one.taken(this.plan, 1).granted()).isTrue();
			assertThat(this.other.taken(this.plan, 1).granted()).isTrue();
		}
		assertThat(this.one.taken(this.plan, 1).granted()).isFalse();
		assertThat(this.other.taken(this.plan, 1).granted()).isFalse();
		this.one.clock.advance(Duration.ofMillis(100));
		this.other.clock.advance(Duration.ofMillis(100));
		assertThat(this.other.taken(this.plan, 1).granted()).isTrue();
		assertThat(this.one.taken(this.plan, 1).granted()).isFalse();
	}

	@Test
	void whoeverIsSlowerDecidesByWhatTheOtherHasLeft() {
		this.one.taken(this.plan, 1);
		this.store.before.set(() -> this.other.taken(this.plan, 8));
		assertThat(this.one.taken(this.plan, 1)).satisfies((answer) -> {
			assertThat(answer.granted()).isTrue();
			assertThat(answer.remaining()).isZero();
		});
		this.store.before.set(() -> assertThat(this.other.taken(this.plan, 1).granted()).isFalse());
		assertThat(this.one.taken(this.plan, 1).granted()).isFalse();
	}

	@Test
	void nobodyIsRefusedByAnOldState() {
		this.one.taken(this.plan, 10);
		assertThat(this.one.taken(this.plan, 1).granted()).isFalse();
		this.other.buckets.apply(KEY, this.plan, new LimitOperation.Reset()).subscribe();
		assertThat(this.one.taken(this.plan, 1).remaining()).isEqualTo(9);
	}

	@Test
	void refusalLeavesTheStoreAsItIs() {
		this.one.taken(this.plan, 10);
		byte[] before = this.store.stored.get(KEY);
		this.one.clock.advance(Duration.ofMillis(10));
		int questions = this.store.questions.get();
		assertThat(this.one.taken(this.plan, 1).granted()).isFalse();
		assertThat(this.store.stored.get(KEY)).isSameAs(before);
		assertThat(this.store.questions).hasValue(questions + 1);
	}

	@Test
	void requestsThatComeMeanwhileGoTogether() {
		Sinks.One<Outcome> held = Sinks.one();
		this.store.instead = held.asMono();
		List<CompletableFuture<Allowance>> answers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			answers.add(this.one.take(this.plan, 1).toFuture());
		}
		assertThat(this.store.questions).hasValue(1);
		this.store.instead = null;
		held.tryEmitValue(Outcome.ofFound(null)).orThrow();
		assertThat(answers).allMatch(CompletableFuture::isDone);
		assertThat(answers.stream().map(CompletableFuture::join).filter(Allowance::granted)).hasSize(10);
		assertThat(this.store.questions).as("all 100 in the second one").hasValue(2);
	}

	@Test
	void whoIsGoneBeforeTheFlightTakesNothing() {
		Sinks.One<Outcome> held = Sinks.one();
		this.store.instead = held.asMono();
		CompletableFuture<Allowance> first = this.one.take(this.plan, 1).toFuture();
		Disposable gone = this.one.take(this.plan, 9).subscribe();
		gone.dispose();
		this.store.instead = null;
		held.tryEmitValue(Outcome.ofFound(null)).orThrow();
		assertThat(first.join().remaining()).isEqualTo(9);
		assertThat(this.one.taken(this.plan, 1).remaining()).isEqualTo(8);
	}

	@Test
	void storeThatDoesNotAnswerIsNotWaitedFor() {
		this.store.instead = Mono.never();
		List<CompletableFuture<Allowance>> answers = List.of(this.one.take(this.plan, 1).toFuture(),
				this.one.take(this.plan, 1).toFuture());
		this.one.scheduler.advanceTimeBy(SharedNode.TIMEOUT.minusNanos(1));
		assertThat(answers).noneMatch(CompletableFuture::isDone);
		this.one.scheduler.advanceTimeBy(Duration.ofNanos(1));
		assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(this.store.questions).hasValue(1);
		this.store.instead = null;
		assertThat(this.one.taken(this.plan, 1).remaining()).as("a late answer does no harm").isEqualTo(9);
	}

	@Test
	void keyThatEverybodyWantsIsRefusedAndNotGrantedUnseen() {
		this.other.taken(this.plan, 3);
		this.store.instead = Mono.fromSupplier(() -> Outcome.ofFound(this.store.stored.get(KEY)));
		CompletableFuture<Allowance> answer = this.one.take(this.plan, 1).toFuture();
		this.one.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(answer.join()).satisfies((allowance) -> {
			assertThat(allowance.granted()).isFalse();
			assertThat(allowance.waitNanos()).isPositive();
			assertThat(allowance.remaining()).as("as it is stored").isEqualTo(7);
		});
		assertThat(this.one.guarded.isDown()).isFalse();
	}

	@Test
	void whatWasUsedIsBroughtToTheStoreAgainIfOthersAreFaster() {
		this.other.taken(this.plan, 1);
		this.store.instead = Mono.fromSupplier(() -> Outcome.ofFound(this.store.stored.get(KEY)));
		CompletableFuture<Allowance> charge = this.one.buckets.apply(KEY, this.plan, new LimitOperation.Charge(3))
			.toFuture();
		CompletableFuture<Allowance> take = this.one.take(this.plan, 1).toFuture();
		for (int i = 0; i < 1000 && !take.isDone(); i++) {
			this.one.scheduler.advanceTimeBy(Duration.ofMillis(1));
		}
		assertThat(take.join().granted()).isFalse();
		assertThat(charge).isNotDone();
		this.store.instead = null;
		this.one.scheduler.advanceTimeBy(Duration.ofMillis(10));
		assertThat(charge).isCompleted();
		assertThat(this.other.taken(this.plan, 1).remaining()).isEqualTo(5);
		this.store.instead = Mono.fromSupplier(() -> Outcome.ofFound(this.store.stored.get(KEY)));
		CompletableFuture<Allowance> hopeless = this.one.buckets.apply(KEY, this.plan, new LimitOperation.Charge(3))
			.toFuture();
		this.one.scheduler.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(hopeless).as("not for ever").isCompletedExceptionally();
		assertThat(this.one.buckets.asked()).isZero();
	}

	@Test
	void tooManyKeysAreRefusedAndTheStoreHasNotFailed() {
		this.store.instead = Mono.never();
		for (int i = 0; i < 5000; i++) {
			this.one.take("route:a|" + i, this.plan, 1).onErrorComplete().subscribe();
		}
		LimitBuckets open = new FailoverBuckets(this.one.buckets, this.one.guarded, this.one.local(),
				RateLimitPolicy.builder().limits("10/1d").whenStoreFails(StoreFailure.ALLOW, 1).build(), this.one::now);
		assertThat(open.apply("route:a|more", this.plan, new LimitOperation.Take(1, 0)).toFuture().join())
			.satisfies((allowance) -> assertThat(allowance.granted()).isFalse());
		assertThat(this.one.guarded.isDown()).isFalse();
		CompletableFuture<Allowance> charge = this.one.buckets
			.apply("route:a|more", this.plan, new LimitOperation.Charge(1))
			.toFuture();
		assertThat(charge).as("there is room for what was used").isNotDone();
		this.one.scheduler.advanceTimeBy(SharedNode.TIMEOUT);
		assertThat(this.one.buckets.asked()).isZero();
	}

	@Test
	void whatLaterVersionHasStoredIsLeftAsItIs() {
		byte[] later = { 2, 0, 0 };
		this.store.stored.put(KEY, later);
		assertThat(this.one.take(this.plan, 1).toFuture()).isCompletedExceptionally();
		assertThat(this.one.take(this.plan, 1).toFuture()).isCompletedExceptionally();
		assertThat(this.store.stored.get(KEY)).isSameAs(later);
		assertThat(this.one.guarded.isDown()).isFalse();
	}

	@Test
	void whatCantBeReadBeginsAnew() {
		this.store.stored.put(KEY, "something else".getBytes(StandardCharsets.UTF_8));
		assertThat(this.one.taken(this.plan, 4).remaining()).isEqualTo(6);
		this.store.stored.put(KEY, new byte[] { 1, 2 });
		assertThat(this.other.taken(this.plan, 4).remaining()).isEqualTo(6);
	}

	@Test
	void whatWasUsedIsCountedEvenIfNothingIsLeft() {
		this.one.taken(this.plan, 10);
		this.other.buckets.apply(KEY, this.plan, new LimitOperation.Charge(10)).subscribe();
		this.one.clock.advance(Duration.ofSeconds(1));
		assertThat(this.one.taken(this.plan, 1).granted()).isFalse();
		this.other.buckets.apply(KEY, this.plan, new LimitOperation.Charge(-5)).subscribe();
		assertThat(this.one.taken(this.plan, 5).granted()).isTrue();
		assertThat(this.one.taken(this.plan, 1).granted()).isFalse();
	}

	@Test
	void clockThatIsAheadGivesNotMoreThanItsLead() {
		LimitPlan slow = SharedNode.plan("10/10s");
		this.one.taken(slow, 10);
		this.other.clock.advance(Duration.ofSeconds(2));
		int granted = 0;
		for (int i = 0; i < 50; i++) {
			granted += this.one.taken(slow, 1).granted() ? 1 : 0;
			granted += this.other.taken(slow, 1).granted() ? 1 : 0;
		}
		assertThat(granted).isEqualTo(2);
	}

	@Test
	void neverMoreIsGrantedThanTheLimitWhoeverAsks() {
		List<SharedBuckets> nodes = List.of(real(), real(), real(), real());
		LimitPlan day = SharedNode.plan("500/1d");
		Mono<Long> granted = Flux.range(0, 4000)
			.flatMap((i) -> nodes.get(i % 4)
				.apply(KEY, day, new LimitOperation.Take(1, 0))
				.subscribeOn(Schedulers.parallel()), 64)
			.filter(Allowance::granted)
			.count();
		StepVerifier.create(granted).expectNext(500L).expectComplete().verify(PATIENCE);
		assertThat(nodes).allMatch((node) -> node.asked() == 0);
	}

	private SharedBuckets real() {
		GuardedStore guarded = new GuardedStore(this.store, PATIENCE, Schedulers.parallel(), System::nanoTime);
		return new SharedBuckets(guarded, this.one::now, Schedulers.parallel(), Math::random, () -> Runnable::run);
	}

}
