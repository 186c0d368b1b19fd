package io.embeddedgateway.ratelimit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Selector;

/**
 * Finds the limits of a caller.
 */
final class LimitTiers {

	private static final String HEADER = "header:";

	private static final List<String> SENT = List.of("cookie:", "query:", "path:");

	private final @Nullable Selector selector;

	private final Map<String, LimitPlan> plans = new HashMap<>();

	private final @Nullable LimitPlan otherwise;

	/**
	 * Create the limits of all tiers.
	 * @param policy the policy
	 * @param beans the beans that it refers to
	 * @param counts counts the requests of a tier
	 */
	LimitTiers(RateLimitPolicy policy, LimitBeans beans, Function<@Nullable String, LimitCounts> counts) {
		policy.tiers()
			.forEach(
					(name, tier) -> this.plans.put(name, new LimitPlan(name, tier, policy.zone(), counts.apply(name))));
		this.selector = (policy.tier() != null) ? selector(policy.tier(), beans) : null;
		Tier own = policy.own();
		this.otherwise = (policy.defaultTier() != null) ? this.plans.get(policy.defaultTier())
				: ((own != null) ? new LimitPlan(null, own, policy.zone(), counts.apply(null)) : null);
	}

	/**
	 * Check where a tier comes from.
	 * @param text what the policy says
	 * @throws IllegalArgumentException if clients choose it
	 */
	static void check(String text) {
		if (SENT.stream().anyMatch(text::startsWith)) {
			throw new IllegalArgumentException("'tier' is '" + text + "', which clients choose. Write for example "
					+ "'claim:plan', or 'header:X-Plan', which counts if a trusted proxy sends it");
		}
	}

	// Anybody can send a header, so it counts only from proxies, who set or remove it
	private static Selector selector(String text, LimitBeans beans) {
		Selector bean = beans.selector(text);
		if (bean != null) {
			return bean;
		}
		check(text);
		Selector selector = Selector.of(text);
		return text.startsWith(HEADER) ? (exchange) -> exchange.client().trusted() ? selector.select(exchange) : null
				: selector;
	}

	/**
	 * The limits of a tier.
	 * @param tier its name, or {@code null} for those of callers without tier
	 * @return the limits, or {@code null} if there are none
	 */
	@Nullable LimitPlan plan(@Nullable String tier) {
		return (tier != null) ? this.plans.get(tier) : this.otherwise;
	}

	/**
	 * The limits of all tiers.
	 * @return the limits by the name of the tier; {@code default} for callers without one
	 */
	Map<String, LimitPlan> all() {
		Map<String, LimitPlan> all = new TreeMap<>(this.plans);
		if (this.otherwise != null && this.otherwise.tier() == null) {
			all.put("default", this.otherwise);
		}
		return all;
	}

	/**
	 * The limits of a caller.
	 * @param exchange the exchange
	 * @return the limits, or {@code null} if single callers have none
	 */
	@Nullable LimitPlan plan(GatewayExchange exchange) {
		if (this.selector == null) {
			return this.otherwise;
		}
		String name = this.selector.select(exchange);
		LimitPlan plan = (name != null) ? this.plans.get(name) : null;
		return (plan != null) ? plan : this.otherwise;
	}

}
