package io.embeddedgateway.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * A request as a policy sees it.
 *
 * @param key what its bucket is called; empty where only all callers together are limited
 * @param plan the limits of its caller, or {@code null} if it has none of its own
 * @param cost how many tokens it takes
 */
record LimitedRequest(String key, @Nullable LimitPlan plan, long cost) {

	@Nullable String tier() {
		return (this.plan != null) ? this.plan.tier() : null;
	}

}
