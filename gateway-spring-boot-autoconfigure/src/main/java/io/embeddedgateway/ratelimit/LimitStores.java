package io.embeddedgateway.ratelimit;

import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Chooses where the buckets of a policy are.
 */
public final class LimitStores {

	/**
	 * How many policies that are gone are remembered at most.
	 */
	private static final int MOST_GONE = 1000;

	private final int maxKeys;

	private final Supplier<LimitTime> clock;

	private final LongSupplier ticker;

	private final ConcurrentMap<String, LocalBuckets> local = new ConcurrentHashMap<>();

	/**
	 * The policies that are gone, in the order in which they went.
	 */
	private final Set<String> gone = new LinkedHashSet<>();

	private final @Nullable SharedLimits shared;

	/**
	 * Create the stores.
	 * @param policy what is said about stores
	 * @param ticker tells the time in nanoseconds, from any origin, never backwards
	 * @param clock tells the time of the calendar
	 * @param shared the limits that gateways share, or {@code null} if they share none
	 */
	public LimitStores(RateLimitStorePolicy policy, LongSupplier ticker, Clock clock, @Nullable SharedLimits shared) {
		this.shared = shared;
		this.maxKeys = policy.maxKeys();
		this.ticker = ticker;
		this.clock = () -> new LimitTime(ticker.getAsLong(), Math.floorDiv(clock.millis(), 1000L));
	}

	/**
	 * The buckets of a policy. Each has memory of its own, so that a flood of keys of one
	 * takes nothing from the others.
	 * @param name the name of the policy
	 * @param policy the policy
	 * @return its buckets
	 * @throws IllegalArgumentException if they are to be shared and there is no store
	 */
	LimitBuckets buckets(String name, RateLimitPolicy policy) {
		LocalBuckets local = this.local.computeIfAbsent(name,
				(created) -> new LocalBuckets(this.maxKeys, this.clock, this.ticker));
		if (this.shared != null && policy.store() != LimitStore.LOCAL) {
			return this.shared.buckets(policy, local);
		}
		if (policy.store() == LimitStore.SHARED) {
			throw new IllegalArgumentException(
					"'store: shared' needs a store. Write 'gateway.rate-limit-store: redis', "
							+ "or declare a RateLimitStore bean");
		}
		return local;
	}

	/**
	 * Forget the buckets in memory of policies that are gone, once all of them would be
	 * full: a policy that comes back before finds what was used.
	 * @param names the names of the policies that there are
	 */
	synchronized void retain(Set<String> names) {
		this.gone.removeAll(names);
		this.local.keySet().stream().filter((name) -> !names.contains(name)).forEach(this.gone::add);
		int surplus = this.gone.size() - MOST_GONE;
		for (Iterator<String> oldest = this.gone.iterator(); oldest.hasNext(); surplus--) {
			String name = oldest.next();
			LocalBuckets buckets = this.local.get(name);
			if (surplus > 0 || buckets == null || buckets.areFull()) {
				this.local.remove(name);
				oldest.remove();
			}
		}
	}

	/**
	 * How many keys of a policy have a bucket in the memory of this gateway.
	 * @param name the name of the policy
	 * @return the number of keys
	 */
	long keys(String name) {
		LocalBuckets buckets = this.local.get(name);
		return (buckets != null) ? buckets.size() : 0;
	}

	/**
	 * How many keys have a bucket in the memory of this gateway.
	 * @return the number of keys
	 */
	long keys() {
		return this.local.values().stream().mapToLong(LocalBuckets::size).sum();
	}

}
