package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link RateLimitPolicy} in code.
 */
public final class RateLimitPolicyBuilder {

	private @Nullable String use;

	private @Nullable Tier limits;

	private @Nullable Tier total;

	private List<String> key = List.of();

	private MissingKey whenNoKey = MissingKey.DENY;

	private @Nullable String tier;

	private Map<String, Tier> tiers = Map.of();

	private @Nullable String defaultTier;

	private String cost = "1";

	private @Nullable String responseCost;

	private Duration maxWait = Duration.ZERO;

	private @Nullable Integer maxConcurrentPerKey;

	private ZoneId zone = ZoneOffset.UTC;

	private LimitHeaders headers = LimitHeaders.IETF;

	private LimitStore store = LimitStore.AUTO;

	private StoreFailure whenStoreFails = StoreFailure.LOCAL;

	private int gateways = 1;

	private @Nullable Duration sync;

	RateLimitPolicyBuilder() {
	}

	/**
	 * Use the buckets of a shared policy.
	 * @param name its name
	 * @return this builder
	 */
	public RateLimitPolicyBuilder use(String name) {
		this.use = name;
		return this;
	}

	/**
	 * Limit each key.
	 * @param limits rates and quotas, as {@link Tier#of} has them
	 * @return this builder
	 */
	public RateLimitPolicyBuilder limits(String limits) {
		this.limits = Tier.of(limits);
		return this;
	}

	/**
	 * Limit all callers together.
	 * @param limits rates and quotas, as {@link Tier#of} has them
	 * @return this builder
	 */
	public RateLimitPolicyBuilder total(String limits) {
		this.total = Tier.of(limits);
		return this;
	}

	/**
	 * Say where the key comes from.
	 * @param selectors selectors or names of beans, the first that the request has counts
	 * @return this builder
	 */
	public RateLimitPolicyBuilder key(String... selectors) {
		this.key = List.of(selectors);
		return this;
	}

	/**
	 * Say what becomes of requests without key.
	 * @param what what becomes of them
	 * @return this builder
	 */
	public RateLimitPolicyBuilder whenNoKey(MissingKey what) {
		this.whenNoKey = what;
		return this;
	}

	/**
	 * Limit each key by its tier.
	 * @param selector where the name of the tier comes from
	 * @param tiers the limits of each tier
	 * @param defaultTier the tier of those who have none
	 * @return this builder
	 */
	public RateLimitPolicyBuilder tiers(String selector, Map<String, Tier> tiers, String defaultTier) {
		this.tier = selector;
		this.tiers = tiers;
		this.defaultTier = defaultTier;
		return this;
	}

	/**
	 * Say how many tokens a request takes.
	 * @param cost a number, a selector or the name of a bean
	 * @return this builder
	 */
	public RateLimitPolicyBuilder cost(String cost) {
		this.cost = cost;
		return this;
	}

	/**
	 * Say how many more it takes once it was answered.
	 * @param cost {@code header:Name}, or the name of a bean
	 * @return this builder
	 */
	public RateLimitPolicyBuilder responseCost(String cost) {
		this.responseCost = cost;
		return this;
	}

	/**
	 * Let requests wait for tokens.
	 * @param longest how long at most
	 * @return this builder
	 */
	public RateLimitPolicyBuilder maxWait(Duration longest) {
		this.maxWait = longest;
		return this;
	}

	/**
	 * Limit how many requests are under way for a key.
	 * @param most how many at a time, on one gateway
	 * @return this builder
	 */
	public RateLimitPolicyBuilder maxConcurrentPerKey(int most) {
		this.maxConcurrentPerKey = most;
		return this;
	}

	/**
	 * Say whose calendar counts.
	 * @param zone the time zone
	 * @return this builder
	 */
	public RateLimitPolicyBuilder zone(ZoneId zone) {
		this.zone = zone;
		return this;
	}

	/**
	 * Say which headers tell what is left.
	 * @param headers the headers
	 * @return this builder
	 */
	public RateLimitPolicyBuilder headers(LimitHeaders headers) {
		this.headers = headers;
		return this;
	}

	/**
	 * Say where the buckets are.
	 * @param store the store
	 * @return this builder
	 */
	public RateLimitPolicyBuilder store(LimitStore store) {
		this.store = store;
		return this;
	}

	/**
	 * Say what becomes of requests while the shared store does not answer.
	 * @param what what becomes of them
	 * @param gateways among how many gateways the limits are divided then
	 * @return this builder
	 */
	public RateLimitPolicyBuilder whenStoreFails(StoreFailure what, int gateways) {
		this.whenStoreFails = what;
		this.gateways = gateways;
		return this;
	}

	/**
	 * Let each gateway count by itself, and tell the others.
	 * @param interval how often
	 * @return this builder
	 */
	public RateLimitPolicyBuilder sync(Duration interval) {
		this.sync = interval;
		return this;
	}

	/**
	 * Make the policy.
	 * @return the policy
	 * @throws IllegalArgumentException if something is missing, out of range, or does not
	 * go together
	 */
	public RateLimitPolicy build() {
		Tier own = this.limits;
		return new RateLimitPolicy(this.use, (own != null) ? own.limit() : null,
				(own != null) ? own.limits() : List.of(), (own != null) ? own.quota() : List.of(), this.total, this.key,
				this.whenNoKey, this.tier, this.tiers, this.defaultTier, this.cost, this.responseCost, this.maxWait,
				this.maxConcurrentPerKey, this.zone, this.headers, this.store, this.whenStoreFails, this.gateways,
				this.sync);
	}

}
