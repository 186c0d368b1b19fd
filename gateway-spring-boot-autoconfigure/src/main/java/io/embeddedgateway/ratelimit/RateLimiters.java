package io.embeddedgateway.ratelimit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;

/**
 * All policies at work. What was used stays used when routes or policies change.
 */
public final class RateLimiters {

	/**
	 * How the name of a policy starts that is a route's own. Shared ones have no colon in
	 * their names.
	 */
	private static final String ROUTE = "route:";

	private final Map<String, RateLimitPolicy> shared;

	private final LimitBeans beans;

	private final LimitStores stores;

	private final LongSupplier epochSecond;

	private final Supplier<? extends Scheduler> schedulers;

	private final Map<String, RateLimiter> limiters = new HashMap<>();

	/**
	 * Of policies that are gone, as long as requests are under way by them.
	 */
	private final Map<String, KeyConcurrency> leaving = new HashMap<>();

	private final Map<Counted, LimitCounts> counts = new HashMap<>();

	private @Nullable LimitObserver observer;

	/**
	 * Create the limiters.
	 * @param shared the shared policies by name
	 * @param beans the beans that policies refer to
	 * @param stores where their buckets are
	 * @param epochSecond tells the time in seconds since 1970
	 * @param schedulers where a request waits: the event loop that it came in on
	 */
	public RateLimiters(Map<String, RateLimitPolicy> shared, LimitBeans beans, LimitStores stores,
			LongSupplier epochSecond, Supplier<? extends Scheduler> schedulers) {
		this.shared = Map.copyOf(shared);
		this.beans = beans;
		this.stores = stores;
		this.epochSecond = epochSecond;
		this.schedulers = schedulers;
	}

	/**
	 * The filter of a route.
	 * @param route the route
	 * @param early whether before callers are known
	 * @return the filter, or {@code null} if the route has no limit then
	 */
	@Nullable GatewayFilter filter(Route route, boolean early) {
		RateLimitPolicy policy = route.policy(RateLimitPolicy.class);
		if (policy == null || policy.isNone()) {
			return null;
		}
		String use = policy.use();
		RateLimitPolicy source = (use != null) ? shared(use) : policy;
		RateLimiter limiter = limiter((use != null) ? use : ROUTE + route.id(), source);
		RateLimitPolicy effective = (use != null) ? source.on(policy) : policy;
		boolean first = limiter.isOfAddresses() && LimitCosts.isNumber(effective.cost());
		return (first == early) ? new RateLimitFilter(limiter, effective, this.beans, this.epochSecond, this.schedulers)
				: null;
	}

	private RateLimitPolicy shared(String name) {
		RateLimitPolicy policy = this.shared.get(name);
		if (policy == null) {
			throw new IllegalArgumentException("there is no rate limit '" + name + "' under 'gateway.rate-limits'. "
					+ "Write one of " + new TreeSet<>(this.shared.keySet()) + ", or a limit such as '10/1s'");
		}
		return policy;
	}

	private synchronized RateLimiter limiter(String name, RateLimitPolicy policy) {
		RateLimiter known = this.limiters.get(name);
		if (known != null && known.policy().equals(policy)) {
			return known;
		}
		// Those that are under way by the earlier policy still are
		KeyConcurrency concurrency = (known != null) ? known.concurrency() : returned(name);
		RateLimiter created = new RateLimiter(name, policy, this.stores.buckets(name, policy), this.beans, concurrency,
				(tier) -> counts(name, tier));
		this.limiters.put(name, created);
		return created;
	}

	private KeyConcurrency returned(String name) {
		KeyConcurrency earlier = this.leaving.remove(name);
		return (earlier != null) ? earlier : new KeyConcurrency();
	}

	private LimitCounts counts(String name, @Nullable String tier) {
		return this.counts.computeIfAbsent(new Counted(name, tier), (counted) -> {
			LimitCounts created = new LimitCounts();
			if (this.observer != null) {
				this.observer.counted(counted, created);
			}
			return created;
		});
	}

	/**
	 * Forget what is kept of policies that were a route's own, and of tiers, that are not
	 * there any more. Requests that are under way keep theirs.
	 * @param routes all routes that there are
	 */
	synchronized void retain(Collection<Route> routes) {
		Set<String> names = new HashSet<>(this.shared.keySet());
		for (Route route : routes) {
			RateLimitPolicy policy = route.policy(RateLimitPolicy.class);
			if (policy != null && !policy.isNone() && policy.use() == null) {
				names.add(ROUTE + route.id());
				// A table that was refused may have had another one
				RateLimiter unused = limiter(ROUTE + route.id(), policy);
			}
		}
		this.limiters.forEach((name, limiter) -> {
			if (!names.contains(name) && limiter.concurrency().keys() > 0) {
				this.leaving.put(name, limiter.concurrency());
			}
		});
		this.leaving.values().removeIf((concurrency) -> concurrency.keys() == 0);
		this.limiters.keySet().retainAll(names);
		this.stores.retain(names);
		this.counts.keySet().removeIf((counted) -> {
			RateLimiter limiter = this.limiters.get(counted.policy());
			boolean gone = limiter == null || !limiter.counts(counted.tier());
			if (gone && this.observer != null) {
				this.observer.gone(counted);
			}
			return gone;
		});
	}

	/**
	 * All policies at work.
	 * @return the policies by the names that operators know
	 */
	synchronized Map<String, RateLimiter> byName() {
		return new HashMap<>(this.limiters);
	}

	/**
	 * How all policies were used since the start.
	 * @return one for each tier, in the order of the names
	 */
	synchronized List<LimitUse> uses() {
		List<LimitUse> uses = new ArrayList<>();
		this.counts.forEach((counted, counts) -> uses.add(new LimitUse(counted.policy(), counted.tier(),
				counts.granted(), counts.refused(), this.stores.keys(counted.policy()))));
		uses.sort(Comparator.comparing(LimitUse::policy)
			.thenComparing(LimitUse::tier, Comparator.nullsFirst(Comparator.naturalOrder())));
		return uses;
	}

	/**
	 * Observe what is counted: all that is there, and all that will be.
	 * @param next the observer
	 */
	synchronized void observe(LimitObserver next) {
		this.counts.forEach(next::counted);
		this.observer = next;
	}

	/**
	 * How many keys have a bucket in the memory of this gateway.
	 * @return the number of keys
	 */
	long keys() {
		return this.stores.keys();
	}

	/**
	 * Whose requests are counted.
	 *
	 * @param policy the name of the policy, or of the route whose own it is
	 * @param tier the name of the tier, or {@code null} if there are no tiers
	 */
	record Counted(String policy, @Nullable String tier) {
	}

}
