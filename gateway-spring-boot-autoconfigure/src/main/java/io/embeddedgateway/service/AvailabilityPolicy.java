package io.embeddedgateway.service;

import io.embeddedgateway.Percentage;

/**
 * What a service does with few available instances, or none.
 *
 * @param whenNoneAvailable what it does without any
 * @param panicBelow the share of available instances below which it does that already, 0%
 * to 100% of all
 */
public record AvailabilityPolicy(WhenNoneAvailable whenNoneAvailable, Percentage panicBelow) {

	/**
	 * The policy of a service that says nothing else: all are used once none is left.
	 */
	public static final AvailabilityPolicy DEFAULT = new AvailabilityPolicy(WhenNoneAvailable.USE_ALL,
			Percentage.of(0));

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the share is out of range
	 */
	public AvailabilityPolicy {
		if (!panicBelow.isBetween(0, 100)) {
			throw new IllegalArgumentException("'panic-below' is " + panicBelow + ". Write between 0% and 100%");
		}
	}

}
