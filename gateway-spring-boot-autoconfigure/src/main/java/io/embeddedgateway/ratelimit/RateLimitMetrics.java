package io.embeddedgateway.ratelimit;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.ratelimit.RateLimiters.Counted;

/**
 * Counts what limits decided, by policy and tier. Callers are not told apart, so that
 * there are as many meters as the configuration has tiers, from the start. Those of a
 * route's own limits go with the route.
 */
public final class RateLimitMetrics {

	private final Map<Counted, GatewayMeters> counted = new HashMap<>();

	private final GatewayMeters meters;

	/**
	 * Count from now on.
	 * @param limiters all policies at work
	 * @param registry where to count
	 */
	public RateLimitMetrics(RateLimiters limiters, MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
		this.meters.gauge(GatewayMeter.RATE_LIMIT_KEYS, limiters, RateLimiters::keys);
		limiters.observe(new Registration());
	}

	private static void register(GatewayMeters meters, Counted counted, LimitCounts counts) {
		meters.counter(GatewayMeter.RATE_LIMIT_REQUESTS, counts, LimitCounts::granted, counted.policy(), counted.tier(),
				"granted");
		meters.counter(GatewayMeter.RATE_LIMIT_REQUESTS, counts, LimitCounts::refused, counted.policy(), counted.tier(),
				"refused");
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

	/**
	 * Registers meters, and lets go of them.
	 */
	private final class Registration implements LimitObserver {

		@Override
		public void counted(Counted counted, LimitCounts counts) {
			GatewayMeters group = RateLimitMetrics.this.meters.group();
			RateLimitMetrics.this.counted.put(counted, group);
			register(group, counted, counts);
		}

		@Override
		public void gone(Counted counted) {
			GatewayMeters group = RateLimitMetrics.this.counted.remove(counted);
			if (group != null) {
				group.close();
			}
		}

	}

}
