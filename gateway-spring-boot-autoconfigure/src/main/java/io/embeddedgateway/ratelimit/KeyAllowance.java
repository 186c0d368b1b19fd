package io.embeddedgateway.ratelimit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a key may still use.
 *
 * @param policy the name of the policy
 * @param used whether anything is known of the key; if not, nothing was used
 * @param tier the tier whose limits these are, where nothing was used
 * @param limits what is left of each limit; copied
 */
public record KeyAllowance(String policy, boolean used, @Nullable String tier, List<RemainingLimit> limits) {

	public KeyAllowance {
		limits = List.copyOf(limits);
	}

}
