package io.embeddedgateway.ratelimit;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayExchange;

/**
 * A policy at work, for one route or for all that share it.
 */
final class RateLimiter {

	/**
	 * The key of all who have none.
	 */
	private static final String NOBODY = "(none)";

	private static final Pattern HASH = Pattern.compile("(#[A-Za-z0-9_-]{8})[A-Za-z0-9_-]{35}");

	private final String name;

	private final RateLimitPolicy policy;

	private final String scope;

	private final LimitBuckets buckets;

	private final LimitKeys keys;

	private final LimitTiers tiers;

	private final @Nullable LimitPlan total;

	private final KeyConcurrency concurrency;

	private final LimitCounts counts;

	/**
	 * Create a limiter.
	 * @param name the name of the policy, or {@code route:} and the id of the route whose
	 * own it is
	 * @param policy the policy
	 * @param buckets where its buckets are
	 * @param beans the beans that it refers to
	 * @param concurrency the requests that are under way
	 * @param counts counts the requests of a tier
	 */
	RateLimiter(String name, RateLimitPolicy policy, LimitBuckets buckets, LimitBeans beans, KeyConcurrency concurrency,
			Function<@Nullable String, LimitCounts> counts) {
		this.name = name;
		this.policy = policy;
		this.scope = ((name.indexOf(':') < 0) ? "policy:" : "") + name + '|';
		this.buckets = buckets;
		this.keys = new LimitKeys(policy.key(), beans::selector);
		this.tiers = new LimitTiers(policy, beans, counts);
		this.total = (policy.total() != null) ? new LimitPlan(null, policy.total(), policy.zone()) : null;
		this.concurrency = concurrency;
		this.counts = policy.tiers().isEmpty() ? counts.apply(null) : new LimitCounts();
	}

	String name() {
		return this.name;
	}

	RateLimitPolicy policy() {
		return this.policy;
	}

	/**
	 * The key of a request, as its bucket is called.
	 * @param exchange the exchange
	 * @return the key, or {@code null} if a request without key is refused
	 */
	@Nullable String key(GatewayExchange exchange) {
		String key = this.keys.of(exchange);
		if (key == null && this.policy.whenNoKey() == MissingKey.SHARED) {
			key = NOBODY;
		}
		return (key != null) ? this.scope + key : null;
	}

	@Nullable LimitPlan plan(GatewayExchange exchange) {
		return this.tiers.plan(exchange);
	}

	@Nullable LimitPlan total() {
		return this.total;
	}

	KeyConcurrency concurrency() {
		return this.concurrency;
	}

	/**
	 * Whether nothing has to be known of a caller but the address.
	 * @return {@code true} if requests can be limited before callers are known
	 */
	boolean isOfAddresses() {
		return this.keys.isOfAddresses() && this.policy.tier() == null && LimitCosts.isNumber(this.policy.cost());
	}

	@Nullable LimitPlan planOf(@Nullable String tier) {
		return this.tiers.plan(tier);
	}

	/**
	 * Whether there may be callers of a tier.
	 * @param tier the name of the tier, or {@code null} for callers that have none
	 * @return whether what they are granted is counted
	 */
	boolean counts(@Nullable String tier) {
		LimitPlan plan = planOf(tier);
		return plan != null && Objects.equals(plan.tier(), tier);
	}

	/**
	 * The buckets that a key may have.
	 * @param key the key, as the policy draws it, or as clients send it
	 * @return what its buckets may be called
	 */
	List<String> bucketNames(String key) {
		return this.keys.spellings(key).stream().map((spelling) -> this.scope + spelling).toList();
	}

	Mono<LimitLook> look(String key) {
		return this.buckets.look(key);
	}

	Mono<LimitLook> lookTotal() {
		return look(this.scope + '|');
	}

	/**
	 * A key to be shown: what clients have sent is cut short.
	 * @param bucket what the bucket of the key is called
	 * @return the key without the name of the policy
	 */
	String shown(String bucket) {
		String key = bucket.startsWith(this.scope) ? bucket.substring(this.scope.length()) : bucket;
		return HASH.matcher(key).replaceAll("$1...");
	}

	RateLimitSummary summary() {
		Map<String, List<String>> limits = new TreeMap<>();
		this.tiers.all().forEach((tier, plan) -> limits.put(tier, plan.names()));
		return new RateLimitSummary(this.policy.key().isEmpty() ? LimitKeys.DEFAULT : this.policy.key(), limits,
				(this.total != null) ? this.total.names() : List.of(), sum(LimitCounts::granted),
				sum(LimitCounts::refused));
	}

	private long sum(ToLongFunction<LimitCounts> count) {
		Set<LimitCounts> all = new HashSet<>(Set.of(this.counts));
		this.tiers.all().values().forEach((plan) -> all.add(plan.counts()));
		return all.stream().mapToLong(count).sum();
	}

	Mono<Allowance> apply(String key, LimitPlan plan, LimitOperation operation) {
		return this.buckets.apply(key, plan, operation);
	}

	Mono<Allowance> applyTotal(LimitPlan plan, LimitOperation operation) {
		// No key of a caller starts so
		return this.buckets.apply(this.scope + '|', plan, operation);
	}

	void count(@Nullable LimitPlan plan, boolean granted) {
		((plan != null) ? plan.counts() : this.counts).add(granted);
	}

}
