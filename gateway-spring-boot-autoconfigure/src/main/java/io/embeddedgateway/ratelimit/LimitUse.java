package io.embeddedgateway.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * How a limit was used since the start.
 *
 * @param policy the name of the policy; {@code route:} and the id of the route where the
 * limit is a route's own
 * @param tier the name of the tier, or {@code null} if there are no tiers
 * @param granted how many requests were let through
 * @param refused how many requests were refused
 * @param keys how many keys of the policy, in all tiers, have a bucket in the memory of
 * this gateway
 */
public record LimitUse(String policy, @Nullable String tier, long granted, long refused, long keys) {
}
