package io.embeddedgateway.ratelimit;

import java.util.List;
import java.util.Map;

/**
 * A policy at work.
 *
 * @param keys how keys are drawn
 * @param limits the names of the limits of each tier; {@code default} where there is no
 * tier
 * @param total the names of the limits of all callers together, empty if there are none
 * @param granted how many requests were let through since the start
 * @param refused how many requests were refused since the start
 */
public record RateLimitSummary(List<String> keys, Map<String, List<String>> limits, List<String> total, long granted,
		long refused) {
}
