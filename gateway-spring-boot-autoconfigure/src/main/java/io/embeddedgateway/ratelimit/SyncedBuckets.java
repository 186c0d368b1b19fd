package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Buckets that several gateways share, nearly: each one decides by what it believes, and
 * tells the others at intervals what was used. Debts that come of it are paid: the store
 * counts below nothing left. Of a key that is new here, or was forgotten, nothing is
 * believed: the store decides.
 */
final class SyncedBuckets implements LimitBuckets {

	/**
	 * How many keys the store is asked for at the same time.
	 */
	private static final int MOST_FLIGHTS = 256;

	private static final Duration LEAST_KEPT = Duration.ofMinutes(1);

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final SharedBuckets shared;

	private final int most;

	private final Supplier<LimitTime> clock;

	private final Cache<String, SyncedBucket> buckets;

	private final AtomicLong cleaned = new AtomicLong(Long.MIN_VALUE);

	/**
	 * Those that were asked since the store was.
	 */
	private final Queue<SyncedBucket> list = new ConcurrentLinkedQueue<>();

	private final AtomicInteger listed = new AtomicInteger();

	private final AtomicInteger flights = new AtomicInteger();

	private final Disposable interval;

	private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

	private volatile boolean closing;

	/**
	 * How many ask the store for each key of which nothing is known yet.
	 */
	private final ConcurrentMap<String, Integer> learning = new ConcurrentHashMap<>();

	/**
	 * Create buckets and begin to synchronize them.
	 * @param shared the buckets in the store
	 * @param interval how often the store is asked
	 * @param most how many keys are decided by belief at most; for others the store is
	 * asked
	 * @param clock tells the time, the same for all gateways
	 * @param scheduler keeps the interval
	 */
	SyncedBuckets(SharedBuckets shared, Duration interval, int most, Supplier<LimitTime> clock, Scheduler scheduler) {
		this.shared = shared;
		this.most = most;
		this.clock = clock;
		Duration kept = interval.multipliedBy(4);
		this.buckets = Caffeine.newBuilder()
			.ticker(() -> clock.get().nanos())
			.expireAfterAccess((kept.compareTo(LEAST_KEPT) > 0) ? kept : LEAST_KEPT)
			.executor(Runnable::run)
			.build();
		long nanos = interval.toNanos();
		this.interval = scheduler.schedulePeriodically(this::synchronize, nanos, nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public Mono<Allowance> apply(String key, LimitPlan plan, LimitOperation operation) {
		SyncedBucket known = this.buckets.getIfPresent(key);
		if (operation instanceof LimitOperation.Reset) {
			return reset(key, plan, operation, known);
		}
		if (known == null) {
			return hasRoom() ? learn(key, plan, operation) : this.shared.apply(key, plan, operation);
		}
		Allowance allowance = known.apply(operation, plan, this.clock.get());
		// Also one that has refused: others may have given back
		if (known.list()) {
			list(known);
		}
		return Mono.just(allowance);
	}

	private Mono<Allowance> learn(String key, LimitPlan plan, LimitOperation operation) {
		return Mono.defer(() -> {
			AtomicBoolean asks = new AtomicBoolean();
			this.learning.compute(key, (same, count) -> {
				if (this.buckets.getIfPresent(key) != null) {
					return count;
				}
				asks.set(true);
				return (count != null) ? count + 1 : 1;
			});
			if (!asks.get()) {
				return apply(key, plan, operation);
			}
			return this.shared.ask(key, plan, operation, (allowance, state) -> {
				if (asks.compareAndSet(true, false)) {
					learned(key, plan, state);
				}
				return allowance;
			}).doFinally((end) -> {
				if (asks.compareAndSet(true, false)) {
					learned(key, plan, null);
				}
			});
		});
	}

	// Only the last of those who ask may tell what to believe: what the others take, it
	// does not know
	private void learned(String key, LimitPlan plan, @Nullable LimitState stored) {
		this.learning.computeIfPresent(key, (same, count) -> {
			if (count > 1) {
				return count - 1;
			}
			if (stored != null) {
				this.buckets.put(key, new SyncedBucket(key, plan, stored.copy()));
			}
			return null;
		});
	}

	@Override
	public Mono<LimitLook> look(String key) {
		return this.shared.look(key);
	}

	private Mono<Allowance> reset(String key, LimitPlan plan, LimitOperation operation, @Nullable SyncedBucket known) {
		if (known == null) {
			return this.shared.apply(key, plan, operation);
		}
		long used = known.unlist();
		return this.shared.state(key, plan, operation).map((state) -> {
			LimitTime now = this.clock.get();
			known.believe(state, used, now);
			return known.apply(LimitOperation.Take.NOTHING, plan, now);
		});
	}

	private boolean hasRoom() {
		return isBelowMost() || (cleanUp() && isBelowMost());
	}

	// Those on the list may have been forgotten here meanwhile
	private boolean isBelowMost() {
		return this.buckets.estimatedSize() < this.most && this.listed.get() < this.most;
	}

	private boolean cleanUp() {
		long now = this.clock.get().nanos();
		long last = this.cleaned.get();
		if ((last != Long.MIN_VALUE && now - last < PAUSE) || !this.cleaned.compareAndSet(last, now)) {
			return false;
		}
		this.buckets.cleanUp();
		return true;
	}

	private void list(SyncedBucket bucket) {
		this.list.add(bucket);
		this.listed.incrementAndGet();
	}

	private void synchronize() {
		if (this.shared.store().isDown()) {
			return;
		}
		// Those that are listed from now on wait for the next time
		int rest = this.listed.get();
		int lines = Math.min(rest, Math.max(1, MOST_FLIGHTS - this.flights.get()));
		for (int i = 0; i < lines; i++) {
			this.flights.incrementAndGet();
			next(rest / lines + ((i < rest % lines) ? 1 : 0));
		}
	}

	private void next(int rest) {
		SyncedBucket bucket = (rest > 0 && !this.shared.store().isDown()) ? this.list.poll() : null;
		if (bucket == null) {
			landed();
			return;
		}
		this.listed.decrementAndGet();
		tell(bucket, rest - 1);
	}

	private void landed() {
		if (this.flights.decrementAndGet() == 0 && this.closing) {
			this.closed.complete(null);
		}
	}

	private void tell(SyncedBucket bucket, int rest) {
		long used = bucket.unlist();
		Disposable unused = this.shared.state(bucket.key(), bucket.plan(), new LimitOperation.Charge(used))
			.doFinally((end) -> next(rest))
			.subscribe((state) -> bucket.believe(state, used, this.clock.get()), (ex) -> {
				// Perhaps it was counted, and is counted once more
				if (bucket.list()) {
					list(bucket);
				}
			});
	}

	/**
	 * How many keys wait to be told.
	 * @return the number of keys
	 */
	int listed() {
		return this.listed.get();
	}

	/**
	 * Tell the store for the last time.
	 * @return when it has been told, or has not answered
	 */
	CompletableFuture<@Nullable Void> close() {
		this.interval.dispose();
		this.flights.incrementAndGet();
		this.closing = true;
		synchronize();
		landed();
		return this.closed;
	}

}
