package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * Buckets in memory. A bucket is forgotten once it would be full again, and not before:
 * when there are too many, the keys that come then share buckets, so that a flood of them
 * takes neither more memory nor the buckets of others.
 */
final class LocalBuckets implements LimitBuckets {

	private static final Log logger = LogFactory.getLog(LocalBuckets.class);

	private static final int CROWDS = 256;

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final Cache<String, Bucket> buckets;

	private final ConcurrentMap<String, Bucket> crowds = new ConcurrentHashMap<>();

	private final int most;

	private final Supplier<LimitTime> clock;

	private final AtomicLong cleaned = new AtomicLong(Long.MIN_VALUE);

	/**
	 * Create buckets.
	 * @param most how many there are at most, beside those that are shared
	 * @param clock tells the time; its nanoseconds never go backwards
	 * @param ticker tells the nanoseconds of the clock alone
	 */
	LocalBuckets(int most, Supplier<LimitTime> clock, LongSupplier ticker) {
		this.most = most;
		this.clock = clock;
		this.buckets = Caffeine.newBuilder()
			.ticker(ticker::getAsLong)
			.expireAfter(Expiry.<String, Bucket>accessing((key, bucket) -> bucket.kept()))
			.executor(Runnable::run)
			.build();
	}

	@Override
	public Mono<Allowance> apply(String key, LimitPlan plan, LimitOperation operation) {
		Bucket bucket = bucket(key, plan);
		Duration before = bucket.kept();
		Allowance allowance = bucket.apply(operation, plan, this.clock.get());
		if (bucket.kept().compareTo(before) > 0) {
			// What was taken takes longer to come back
			Bucket unused = this.buckets.getIfPresent(key);
		}
		return Mono.just(allowance);
	}

	@Override
	public Mono<LimitLook> look(String key) {
		Bucket bucket = this.buckets.policy().getIfPresentQuietly(key);
		return (bucket != null) ? Mono.just(new LimitLook(bucket.state(), this.clock.get())) : Mono.empty();
	}

	long size() {
		return this.buckets.estimatedSize();
	}

	/**
	 * Whether no bucket has to be remembered.
	 * @return {@code true} if nothing is lost with all of them
	 */
	boolean areFull() {
		this.buckets.cleanUp();
		return size() == 0 && this.crowds.isEmpty();
	}

	private Bucket bucket(String key, LimitPlan plan) {
		Bucket known = this.buckets.getIfPresent(key);
		if (known != null) {
			return known;
		}
		// That of all callers together is one, and nobody else's
		if (size() < this.most || key.endsWith("||") || (cleanUp() && size() < this.most)) {
			return this.buckets.get(key, (created) -> new Bucket(plan, this.clock.get()));
		}
		String crowd = key.substring(0, key.indexOf('|') + 1) + plan.tier() + '|' + (key.hashCode() & (CROWDS - 1));
		return this.crowds.computeIfAbsent(crowd, (created) -> new Bucket(plan, this.clock.get()));
	}

	private boolean cleanUp() {
		long now = this.clock.get().nanos();
		long last = this.cleaned.get();
		if ((last != Long.MIN_VALUE && now - last < PAUSE) || !this.cleaned.compareAndSet(last, now)) {
			return false;
		}
		this.buckets.cleanUp();
		if (size() >= this.most) {
			logger.warn("There are " + size() + " keys with limits, as many as may be; further ones share buckets");
		}
		return true;
	}

	/**
	 * The bucket of a key.
	 */
	private static final class Bucket {

		private final AtomicReference<LimitState> state;

		private volatile Duration kept = Duration.ofSeconds(1);

		Bucket(LimitPlan plan, LimitTime now) {
			this.state = new AtomicReference<>(LimitState.full(plan, now));
		}

		LimitState state() {
			return Objects.requireNonNull(this.state.get()).copy();
		}

		Duration kept() {
			return this.kept;
		}

		Allowance apply(LimitOperation operation, LimitPlan plan, LimitTime now) {
			while (true) {
				LimitState before = Objects.requireNonNull(this.state.get());
				LimitState after = before.copy();
				Allowance allowance = after.apply(operation, plan, notBefore(before.time(), now));
				if (!allowance.granted()) {
					return allowance;
				}
				if (this.state.compareAndSet(before, after)) {
					this.kept = rounded(after.keepFor());
					return allowance;
				}
			}
		}

		// Up by an eighth at most, so that it seldom changes
		private static Duration rounded(Duration time) {
			long step = Math.max(1, Long.highestOneBit(time.toNanos()) >> 3);
			return Duration.ofNanos((time.toNanos() / step + 1) * step);
		}

		// A thread that was stopped for long comes with an old time
		private static LimitTime notBefore(long nanos, LimitTime now) {
			return (now.nanos() < nanos) ? new LimitTime(nanos, now.epochSecond()) : now;
		}

	}

}
