package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What may stand in a policy, and what goes together.
 */
final class RateLimitChecks {

	private RateLimitChecks() {
	}

	static void checkUse(boolean more) {
		if (more) {
			throw new IllegalArgumentException(
					"'use' takes all that it says from a shared policy, but 'cost', 'response-cost' and 'wait'. "
							+ "Remove the other keys, or 'use'");
		}
	}

	static void checkLimits(boolean any) {
		if (!any) {
			throw new IllegalArgumentException("has no limit. Write for example 'limit: 10/1s', 'quota: 20000/month', "
					+ "'total: 1000/1s', 'max-concurrent-per-key: 10', or 'use' with the name of a shared policy");
		}
	}

	static void checkTiers(boolean own, @Nullable String tier, Map<String, Tier> tiers, @Nullable String defaultTier) {
		if (tiers.isEmpty() != (tier == null)) {
			throw new IllegalArgumentException(tiers.isEmpty()
					? "has a 'tier' and no 'tiers'. Write for example " + "'tiers: {free: 10/1s, pro: 100/1s}'"
					: "has 'tiers', but not how to find the tier of a caller. Write for example 'tier: claim:plan'");
		}
		if (tiers.isEmpty()) {
			if (defaultTier != null) {
				throw new IllegalArgumentException("has a 'default-tier' and no 'tiers'. Remove it");
			}
			return;
		}
		if (own) {
			throw new IllegalArgumentException(
					"has 'tiers' and limits beside them. Move the limits into a tier, or remove them");
		}
		if (defaultTier == null || !tiers.containsKey(defaultTier)) {
			throw new IllegalArgumentException("'default-tier' has to be one of " + new TreeSet<>(tiers.keySet())
					+ ", for callers whose tier is not known");
		}
	}

	static void check(String key, Duration time, Duration least, Duration most) {
		if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
			throw new IllegalArgumentException("'" + key + "' is " + time.toMillis() + "ms. Write between "
					+ least.toMillis() + "ms and " + most.toMillis() + "ms");
		}
	}

	static void check(String key, int number, int most) {
		if (number < 1 || number > most) {
			throw new IllegalArgumentException("'" + key + "' is " + number + ". Write between 1 and " + most);
		}
	}

}
