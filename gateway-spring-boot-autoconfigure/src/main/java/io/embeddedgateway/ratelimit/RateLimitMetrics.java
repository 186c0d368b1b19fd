package io.embeddedgateway.ratelimit;

import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.ratelimit.RateLimiters.Counted;

/**
 * Counts what limits decided, by policy and tier. Callers are not told apart, so that
 * there are as many meters as the configuration has tiers, from the start.
 */
public final class RateLimitMetrics {

	private final GatewayMeters meters;

	/**
	 * Count from now on.
	 * @param limiters all policies at work
	 * @param registry where to count
	 */
	public RateLimitMetrics(RateLimiters limiters, MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
		this.meters.gauge(GatewayMeter.RATE_LIMIT_KEYS, limiters, RateLimiters::keys);
		limiters.observe(this::register);
	}

	private void register(Counted counted, LimitCounts counts) {
		this.meters.counter(GatewayMeter.RATE_LIMIT_REQUESTS, counts, LimitCounts::granted, counted.policy(),
				counted.tier(), "granted");
		this.meters.counter(GatewayMeter.RATE_LIMIT_REQUESTS, counts, LimitCounts::refused, counted.policy(),
				counted.tier(), "refused");
	}

	/**
	 * Watch the store as well that several gateways share.
	 * @param shared the limits in it
	 */
	public void watch(SharedLimits shared) {
		StoreCounts counts = shared.counts();
		this.meters.timer(GatewayMeter.RATE_LIMIT_STORE, counts, StoreCounts::asked, StoreCounts::nanos);
		this.meters.counter(GatewayMeter.RATE_LIMIT_STORE_FAILURES, counts, StoreCounts::failed);
		this.meters.gauge(GatewayMeter.RATE_LIMIT_STORE_UP, shared, (limits) -> limits.isAvailable() ? 1 : 0);
	}

}
