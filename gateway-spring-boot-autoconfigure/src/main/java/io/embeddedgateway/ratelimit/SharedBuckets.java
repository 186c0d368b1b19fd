package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Buckets that several gateways share, exactly: nothing is granted that the store has not
 * agreed to. An error says that it is not known, or not possible.
 */
final class SharedBuckets implements LimitBuckets {

	private static final Log logger = LogFactory.getLog(SharedBuckets.class);

	/**
	 * How many keys are asked for at the same time: fewer than a connection to the store
	 * has room for.
	 */
	private static final int MOST_KEYS = 5_000;

	/**
	 * For what was used already there is more room, which others can't take.
	 */
	private static final int MOST_CHARGED = 9_000;

	/**
	 * Of how many keys is known what was stored last, which saves the first question.
	 */
	private static final int MOST_SEEN = 50_000;

	/**
	 * No bucket is stored so, so that nothing is replaced by who only looks.
	 */
	private static final byte[] NO_BUCKET = { 0 };

	/**
	 * Formats have small numbers; what starts with more is something else.
	 */
	private static final int HIGHEST_FORMAT = 31;

	private static final Duration LOOKED = Duration.ofSeconds(1);

	private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(250);

	private static final int MOST_DOUBLED = 5;

	private final GuardedStore store;

	private final Supplier<LimitTime> clock;

	private final Scheduler scheduler;

	private final DoubleSupplier random;

	private final Supplier<? extends Executor> executors;

	private final ConcurrentHashMap<String, SharedBucket> asked = new ConcurrentHashMap<>();

	private final Cache<String, byte[]> seen = Caffeine.newBuilder()
		.maximumSize(MOST_SEEN)
		.executor(Runnable::run)
		.build();

	private final AtomicBoolean unreadable = new AtomicBoolean();

	private final AtomicBoolean newer = new AtomicBoolean();

	/**
	 * Create buckets.
	 * @param store where they are
	 * @param clock tells the time, the same for all gateways: nanoseconds since 1970
	 * @param scheduler where further attempts wait
	 * @param random numbers from 0 to 1, so that gateways do not come back at once
	 * @param executors the event loop that the caller runs on, on which it goes on
	 */
	SharedBuckets(GuardedStore store, Supplier<LimitTime> clock, Scheduler scheduler, DoubleSupplier random,
			Supplier<? extends Executor> executors) {
		this.store = store;
		this.clock = clock;
		this.scheduler = scheduler;
		this.random = random;
		this.executors = executors;
	}

	@Override
	public Mono<Allowance> apply(String key, LimitPlan plan, LimitOperation operation) {
		return ask(key, plan, operation, (allowance, state) -> allowance);
	}

	@Override
	public Mono<LimitLook> look(String key) {
		return this.store.replace(key, NO_BUCKET, NO_BUCKET, LOOKED, this.store.deadline())
			.mapNotNull(RateLimitStore.Outcome::stored)
			.map((stored) -> new LimitLook(LimitState.ofBytes(stored), this.clock.get()));
	}

	/**
	 * Do something with a bucket, and see what it is like then.
	 * @param key the key
	 * @param plan the limits
	 * @param operation what to do
	 * @return the state, which is the caller's
	 */
	Mono<LimitState> state(String key, LimitPlan plan, LimitOperation operation) {
		return ask(key, plan, operation, (allowance, state) -> Objects.requireNonNull(state).copy());
	}

	/**
	 * Do something with a bucket.
	 * @param <T> what is to be known of it
	 * @param key the key
	 * @param plan the limits
	 * @param operation what to do
	 * @param result makes the result of the answer and of the state of the bucket, which
	 * it copies if it keeps it; there is none if nothing was done with the bucket
	 * @return the result
	 */
	<T> Mono<T> ask(String key, LimitPlan plan, LimitOperation operation,
			BiFunction<Allowance, @Nullable LimitState, T> result) {
		return Mono.create((sink) -> submit(key, pending(plan, operation, result, sink)));
	}

	private <T> PendingOperation<T> pending(LimitPlan plan, LimitOperation operation,
			BiFunction<Allowance, @Nullable LimitState, T> result, MonoSink<T> sink) {
		PendingOperation<T> pending = new PendingOperation<>(plan, operation, result, sink, this.executors.get(),
				this.store.deadline());
		sink.onCancel(pending);
		return pending;
	}

	private void submit(String key, PendingOperation<?> pending) {
		SharedBucket bucket = this.asked.get(key);
		if (bucket == null && this.store.isDown()) {
			pending.fail(new StoreFailedException("the store does not answer"));
			return;
		}
		if (bucket == null && this.asked.mappingCount() >= (pending.isTake() ? MOST_KEYS : MOST_CHARGED)) {
			// Not a fault of the store, so that its failure is not what is answered to it
			refuse(key, pending);
			return;
		}
		if (bucket == null) {
			bucket = this.asked.computeIfAbsent(key, (created) -> new SharedBucket(created, this));
		}
		if (!bucket.offer(pending)) {
			refuse(key, pending);
		}
	}

	private void refuse(String key, PendingOperation<?> pending) {
		LimitTime now = this.clock.get();
		byte[] stored = seen(key);
		pending.refuse((stored != null) ? read(stored, pending.plan(), now) : null, now);
	}

	GuardedStore store() {
		return this.store;
	}

	LimitTime now() {
		return this.clock.get();
	}

	/**
	 * Do something a little later.
	 * @param attempt how many attempts there were
	 * @param task what to do
	 */
	void later(int attempt, Runnable task) {
		long longest = SHORTEST_PAUSE << Math.min(attempt, MOST_DOUBLED);
		this.scheduler.schedule(task, (long) (longest * this.random.getAsDouble()), TimeUnit.NANOSECONDS);
	}

	byte @Nullable [] seen(String key) {
		return this.seen.getIfPresent(key);
	}

	void saw(String key, byte @Nullable [] stored) {
		if (stored != null) {
			this.seen.put(key, stored);
		}
		else {
			this.seen.invalidate(key);
		}
	}

	/**
	 * Read what is stored.
	 * @param stored the bytes, or {@code null} for nothing
	 * @param plan the limits
	 * @param now the time
	 * @return the state; a full bucket if there is none that can be read
	 * @throws StoreFailedException if a later version of the gateway has stored it, which
	 * may still be at work
	 */
	LimitState read(byte @Nullable [] stored, LimitPlan plan, LimitTime now) {
		if (stored != null) {
			try {
				return LimitState.ofBytes(stored);
			}
			catch (IllegalArgumentException ex) {
				if (isNewer(stored, plan, now)) {
					throw newer();
				}
				if (this.unreadable.compareAndSet(false, true)) {
					logger.warn("A rate limit in the shared store can't be read, and begins anew. "
							+ "This is said once, there may be others", ex);
				}
			}
		}
		return LimitState.full(plan, now);
	}

	private static boolean isNewer(byte[] stored, LimitPlan plan, LimitTime now) {
		return stored.length > 0 && stored[0] > LimitState.full(plan, now).toBytes()[0] && stored[0] <= HIGHEST_FORMAT;
	}

	private StoreFailedException newer() {
		if (this.newer.compareAndSet(false, true)) {
			logger.warn("A rate limit in the shared store was stored by a later version of the gateway. "
					+ "For such limits policies do what 'when-store-fails' says. This is said once");
		}
		return new StoreFailedException("a later version of the gateway has stored the limit");
	}

	/**
	 * Nobody asks for a key any more.
	 * @param key the key
	 * @param bucket its bucket
	 */
	void landed(String key, SharedBucket bucket) {
		this.asked.remove(key, bucket);
	}

	/**
	 * How many keys are asked for.
	 * @return the number of keys that somebody waits for
	 */
	int asked() {
		return this.asked.size();
	}

}
