package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * How often a route may be used: by each caller, and by all together.
 *
 * @param use the name of a shared policy, whose buckets this route uses as well, or
 * {@code null} for buckets of its own
 * @param limit a rate for each key, or {@code null}
 * @param limits further rates for each key, for different periods
 * @param quota how much for each key in periods of the calendar
 * @param total what all callers may use together, or {@code null}
 * @param key where the key comes from: selectors or names of {@code Selector} beans,
 * those that are joined with {@code +} between them; the first that the request has
 * counts. Empty for the caller, or the address where the caller is not known
 * @param whenNoKey what becomes of a request that has none
 * @param tier where the name of the tier comes from: a selector or the name of a
 * {@code Selector} bean; a header counts only from a trusted proxy
 * @param tiers the limits of each tier
 * @param defaultTier the tier of those who have none, or one that is not known
 * @param cost how many tokens a request takes: a number, a selector, or the name of a
 * {@code RequestCost} bean
 * @param responseCost how many more it takes once it was answered: {@code header:Name} of
 * the response, or the name of a {@code ResponseCost} bean
 * @param maxWait how long a request may wait for tokens instead of being refused, up to 1
 * m
 * @param maxConcurrentPerKey how many requests with the same key are under way at a time
 * on one gateway, or {@code null} for any number
 * @param zone whose calendar counts
 * @param headers which headers tell the caller what is left
 * @param store where the buckets are
 * @param whenStoreFails what becomes of requests while the shared store does not answer
 * @param gateways among how many gateways a limit is divided that can't ask each other
 * @param sync how often a gateway that counts by itself tells the others, 10 ms to 1 m;
 * {@code null} if they ask each other for each request
 */
public record RateLimitPolicy(@Nullable String use, @Nullable Rate limit, @DefaultValue List<Rate> limits,
		@DefaultValue List<Quota> quota, @Nullable Tier total, @DefaultValue List<String> key,
		@DefaultValue("deny") MissingKey whenNoKey, @Nullable String tier, @DefaultValue Map<String, Tier> tiers,
		@Nullable String defaultTier, @DefaultValue("1") String cost, @Nullable String responseCost,
		@Name("wait") @DefaultValue("0s") Duration maxWait, @Nullable Integer maxConcurrentPerKey,
		@DefaultValue("UTC") ZoneId zone, @DefaultValue("ietf") LimitHeaders headers,
		@DefaultValue("auto") LimitStore store, @DefaultValue("local") StoreFailure whenStoreFails,
		@DefaultValue("1") int gateways, @Nullable Duration sync) {

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

	private static final Duration SHORTEST_SYNC = Duration.ofMillis(10);

	private static final int MOST = 1_000_000;

	/**
	 * No limit, for a route where the defaults have one.
	 */
	public static final RateLimitPolicy NONE = named("none");

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if something is missing, out of range, or does not
	 * go together
	 */
	public RateLimitPolicy {
		limits = List.copyOf(limits);
		quota = List.copyOf(quota);
		key = List.copyOf(key);
		tiers = Map.copyOf(tiers);
		boolean own = limit != null || !limits.isEmpty() || !quota.isEmpty();
		if (use != null) {
			boolean limited = own || total != null || maxConcurrentPerKey != null;
			boolean told = tier != null || !tiers.isEmpty() || defaultTier != null || !key.isEmpty()
					|| whenNoKey != MissingKey.DENY || !zone.normalized().equals(ZoneOffset.UTC)
					|| headers != LimitHeaders.IETF;
			boolean stored = store != LimitStore.AUTO || whenStoreFails != StoreFailure.LOCAL || gateways != 1
					|| sync != null;
			RateLimitChecks.checkUse(limited || told || stored);
		}
		else {
			RateLimitChecks
				.checkLimits(own || total != null || maxConcurrentPerKey != null || tier != null || !tiers.isEmpty());
			RateLimitChecks.checkTiers(own, tier, tiers, defaultTier);
		}
		if (tier != null) {
			LimitTiers.check(tier);
		}
		if (own) {
			new Tier(limit, limits, quota);
		}
		RateLimitChecks.check("wait", maxWait, Duration.ZERO, LONGEST_WAIT);
		if (sync != null) {
			RateLimitChecks.check("sync", sync, SHORTEST_SYNC, LONGEST_WAIT);
		}
		RateLimitChecks.check("gateways", gateways, MOST);
		if (maxConcurrentPerKey != null) {
			RateLimitChecks.check("max-concurrent-per-key", maxConcurrentPerKey, MOST);
		}
	}

	/**
	 * A policy from its short form.
	 * @param text the limits for each caller, such as {@code 10/1s} or
	 * {@code 10/1s, 20000/month}; or the name of a shared policy; or {@code none}
	 * @return the policy
	 * @throws IllegalArgumentException if it has a slash and is no limit
	 */
	public static RateLimitPolicy of(String text) {
		return (text.indexOf('/') < 0) ? named(text.strip()) : builder().limits(text).build();
	}

	/**
	 * A policy that others use as well.
	 * @param name its name under {@code gateway.rate-limits}
	 * @return the policy
	 */
	public static RateLimitPolicy named(String name) {
		return builder().use(name).build();
	}

	/**
	 * Begin a policy.
	 * @return a builder
	 */
	public static RateLimitPolicyBuilder builder() {
		return new RateLimitPolicyBuilder();
	}

	/**
	 * This shared policy as a route uses it.
	 * @param route what the route says
	 * @return the policy with the cost and the wait of the route, where it has some
	 */
	RateLimitPolicy on(RateLimitPolicy route) {
		return new RateLimitPolicy(this.use, this.limit, this.limits, this.quota, this.total, this.key, this.whenNoKey,
				this.tier, this.tiers, this.defaultTier, route.cost.equals("1") ? this.cost : route.cost,
				(route.responseCost != null) ? route.responseCost : this.responseCost,
				route.maxWait.isZero() ? this.maxWait : route.maxWait, this.maxConcurrentPerKey, this.zone,
				this.headers, this.store, this.whenStoreFails, this.gateways, this.sync);
	}

	/**
	 * The limits of callers without tier.
	 * @return the limits, or {@code null} if it has none
	 */
	@Nullable Tier own() {
		return (this.limit != null || !this.limits.isEmpty() || !this.quota.isEmpty())
				? new Tier(this.limit, this.limits, this.quota) : null;
	}

	boolean isNone() {
		return "none".equals(this.use);
	}

}
