package io.embeddedgateway.ratelimit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells operators what limits have left, and gives it back.
 */
public final class RateLimitInspector {

	private final RateLimiters limiters;

	/**
	 * Create an inspector.
	 * @param limiters all policies at work
	 */
	public RateLimitInspector(RateLimiters limiters) {
		this.limiters = limiters;
	}

	/**
	 * All policies at work.
	 * @return the policies by name; those of routes that have one of their own are called
	 * {@code route:} and the id of the route
	 */
	public Map<String, RateLimitSummary> policies() {
		Map<String, RateLimitSummary> all = new TreeMap<>();
		this.limiters.byName().forEach((name, limiter) -> all.put(name, limiter.summary()));
		return all;
	}

	/**
	 * How all policies were used since the start.
	 * @return one for each tier, in the order of the names
	 */
	public List<LimitUse> uses() {
		return this.limiters.uses();
	}

	/**
	 * What a key has left. Nothing is charged and nothing created.
	 * @param policy the name of the policy
	 * @param key the key, as the policy draws it; values that clients send as they are,
	 * or hashed
	 * @param tier the tier of the key, or {@code null} for the default one; counts only
	 * where nothing was used
	 * @return what is left; empty if there is no such policy or tier
	 */
	public Mono<KeyAllowance> allowance(String policy, String key, @Nullable String tier) {
		RateLimiter limiter = this.limiters.byName().get(policy);
		if (limiter == null) {
			return Mono.empty();
		}
		return buckets(limiter, key).next()
			.map((bucket) -> new KeyAllowance(policy, true, null, bucket.look().remaining()))
			.switchIfEmpty(Mono.fromSupplier(() -> unused(policy, limiter, tier)));
	}

	private static @Nullable KeyAllowance unused(String policy, RateLimiter limiter, @Nullable String tier) {
		LimitPlan plan = limiter.planOf(tier);
		if (plan == null && tier != null) {
			return null;
		}
		LimitTime now = new LimitTime(0, 0);
		List<RemainingLimit> limits = (plan != null) ? LimitState.full(plan, now).remaining(now) : List.of();
		return new KeyAllowance(policy, false, (plan != null) ? plan.tier() : null, limits);
	}

	/**
	 * Give a key its whole allowance back.
	 * @param policy the name of the policy
	 * @param key the key, as for {@link #allowance}
	 * @return whether anything was used
	 */
	public Mono<Boolean> reset(String policy, String key) {
		RateLimiter limiter = this.limiters.byName().get(policy);
		if (limiter == null) {
			return Mono.just(false);
		}
		return buckets(limiter, key)
			.concatMap((bucket) -> limiter.apply(bucket.name(), bucket.look().state().plan(limiter.policy().zone()),
					new LimitOperation.Reset()))
			.count()
			.map((count) -> count > 0);
	}

	private static Flux<Bucket> buckets(RateLimiter limiter, String key) {
		return Flux.fromIterable(limiter.bucketNames(key))
			.concatMap((name) -> limiter.look(name).map((look) -> new Bucket(name, look)));
	}

	private record Bucket(String name, LimitLook look) {
	}

}
