package io.embeddedgateway.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Limits that several gateways share, over one store.
 */
public final class SharedLimits implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SharedLimits.class);

	private final GuardedStore store;

	private final Duration timeout;

	private final SharedBuckets exact;

	private final int mostKeys;

	private final Supplier<LimitTime> clock;

	private final Scheduler scheduler;

	private final Map<Duration, SyncedBuckets> synced = new HashMap<>();

	/**
	 * Create the limits.
	 * @param store where they are
	 * @param policy how long to wait for it, and how many keys there are in memory
	 * @param clock tells the time, about the same for all gateways
	 * @param scheduler keeps the time of what runs beside requests
	 * @param executors the event loop that the caller runs on, on which a request that
	 * had to wait goes on
	 */
	public SharedLimits(RateLimitStore store, RateLimitStorePolicy policy, Clock clock, Scheduler scheduler,
			Supplier<? extends Executor> executors) {
		this.timeout = policy.timeout();
		this.store = new GuardedStore(store, policy.timeout(), scheduler, System::nanoTime);
		this.clock = () -> now(clock);
		this.exact = new SharedBuckets(this.store, this.clock, scheduler,
				() -> ThreadLocalRandom.current().nextDouble(), executors);
		this.mostKeys = policy.maxKeys();
		this.scheduler = scheduler;
	}

	private static LimitTime now(Clock clock) {
		Instant now = clock.instant();
		return new LimitTime(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), now.getEpochSecond());
	}

	/**
	 * The buckets of a policy.
	 * @param policy the policy
	 * @param local buckets of this gateway alone
	 * @return its buckets
	 */
	LimitBuckets buckets(RateLimitPolicy policy, LimitBuckets local) {
		return new FailoverBuckets(shared(policy.sync()), this.store, local, policy, this.clock);
	}

	private synchronized LimitBuckets shared(@Nullable Duration sync) {
		return (sync != null) ? this.synced.computeIfAbsent(sync,
				(interval) -> new SyncedBuckets(this.exact, interval, this.mostKeys, this.clock, this.scheduler))
				: this.exact;
	}

	/**
	 * Whether the store answers.
	 * @return {@code false} while policies do what {@code when-store-fails} says
	 */
	public boolean isAvailable() {
		return !this.store.isDown();
	}

	StoreCounts counts() {
		return this.store.counts();
	}

	@Override
	public synchronized void close() {
		// What was used and not told yet, while the store can still be reached
		CompletableFuture<?>[] told = this.synced.values()
			.stream()
			.map(SyncedBuckets::close)
			.toArray(CompletableFuture<?>[]::new);
		this.store.close();
		if (!Schedulers.isInNonBlockingThread()) {
			await(CompletableFuture.allOf(told));
		}
	}

	private void await(Future<?> told) {
		try {
			told.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("The store of rate limits was not told all that was used", ex);
		}
	}

}
