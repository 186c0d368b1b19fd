package io.embeddedgateway.ratelimit;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.ratelimit.RateLimiters.Counted;

/**
 * Counts what limits decided, by policy and tier. Callers are not told apart, so that
 * there are as many meters as the configuration has tiers, from the start.
 */
public final class RateLimitMetrics {

	/**
	 * How many requests were let through or not: a counter with {@code policy},
	 * {@code tier} and {@code outcome}, which is {@code granted} or {@code refused}.
	 */
	public static final String REQUESTS = "gateway.rate.limit.requests";

	/**
	 * How many keys have a bucket in the memory of this gateway: a gauge.
	 */
	public static final String KEYS = "gateway.rate.limit.keys";

	private final MeterRegistry registry;

	/**
	 * Count from now on.
	 * @param limiters all policies at work
	 * @param registry where to count
	 */
	public RateLimitMetrics(RateLimiters limiters, MeterRegistry registry) {
		this.registry = registry;
		Gauge.builder(KEYS, limiters, RateLimiters::keys)
			.description("Keys that have a bucket in memory")
			.register(registry);
		limiters.observe(this::register);
	}

	private void register(Counted counted, LimitCounts counts) {
		register(counted, "granted", counts, LimitCounts::granted);
		register(counted, "refused", counts, LimitCounts::refused);
	}

	private void register(Counted counted, String outcome, LimitCounts counts, ToDoubleFunction<LimitCounts> count) {
		FunctionCounter.builder(REQUESTS, counts, count)
			.description("Requests that a rate limit decided about")
			.tag("policy", counted.policy())
			.tag("tier", (counted.tier() != null) ? counted.tier() : "none")
			.tag("outcome", outcome)
			.register(this.registry);
	}

}
