package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ServiceUnavailableException;

/**
 * Buckets that gateways share, and what is done instead while their store does not
 * answer.
 */
final class FailoverBuckets implements LimitBuckets {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final LimitBuckets shared;

	private final GuardedStore store;

	private final LimitBuckets local;

	private final RateLimitPolicy policy;

	private final Supplier<LimitTime> clock;

	/**
	 * As many as the policy has tiers, and one for all callers.
	 */
	private final ConcurrentMap<LimitPlan, LimitPlan> shares = new ConcurrentHashMap<>();

	/**
	 * Create buckets.
	 * @param shared the buckets that are shared
	 * @param store their store
	 * @param local buckets of this gateway alone
	 * @param policy says what is done while the store does not answer
	 * @param clock tells the time
	 */
	FailoverBuckets(LimitBuckets shared, GuardedStore store, LimitBuckets local, RateLimitPolicy policy,
			Supplier<LimitTime> clock) {
		this.shared = shared;
		this.store = store;
		this.local = local;
		this.policy = policy;
		this.clock = clock;
	}

	@Override
	public Mono<Allowance> apply(String key, LimitPlan plan, LimitOperation operation) {
		if (this.store.isDown()) {
			return instead(key, plan, operation);
		}
		Mono<Allowance> allowance = this.shared.apply(key, plan, operation);
		return (allowance instanceof Fuseable.ScalarCallable<?>) ? allowance
				: allowance.onErrorResume(StoreFailedException.class, (ex) -> instead(key, plan, operation));
	}

	@Override
	public Mono<LimitLook> look(String key) {
		if (!this.store.isDown()) {
			return this.shared.look(key);
		}
		return (this.policy.whenStoreFails() == StoreFailure.LOCAL) ? this.local.look(key)
				: Mono.error(unavailable("The limit can't be looked at at the moment"));
	}

	private Mono<Allowance> instead(String key, LimitPlan plan, LimitOperation operation) {
		if (operation instanceof LimitOperation.Reset) {
			return Mono.error(unavailable("The limit can't be reset at the moment"));
		}
		StoreFailure what = this.policy.whenStoreFails();
		if (what == StoreFailure.LOCAL) {
			return this.local.apply(key, this.shares.computeIfAbsent(plan, (known) -> known.share(gateways())),
					operation);
		}
		LimitTime now = this.clock.get();
		Allowance all = LimitState.full(plan, now).apply(LimitOperation.Take.NOTHING, plan, now);
		if (operation instanceof LimitOperation.Charge) {
			// What was used already needs nobody's consent. No scalar: nobody is told
			// what is left, since nobody knows
			return Mono.just(all).hide();
		}
		if (what == StoreFailure.ALLOW) {
			return Mono.just(all);
		}
		return Mono.error(unavailable("The request can't be admitted at the moment"));
	}

	private int gateways() {
		return this.policy.gateways();
	}

	private static ServiceUnavailableException unavailable(String detail) {
		return ServiceUnavailableException.retryAfter(RETRY_AFTER, detail, null,
				"the store of rate limits does not answer");
	}

}
