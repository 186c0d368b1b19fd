package io.embeddedgateway.auth;

import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.text.KebabCase;

/**
 * Makes meters of what became of requests on routes that ask who is calling.
 */
public final class AuthMetrics {

	private final GatewayMeters meters;

	/**
	 * Count from now on.
	 * @param counts what is counted
	 * @param registry where to count
	 */
	public AuthMetrics(AuthCounts counts, MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
		for (String provider : counts.providers()) {
			for (AuthOutcome outcome : AuthOutcome.values()) {
				this.meters.counter(GatewayMeter.AUTH_REQUESTS, counts, (counted) -> counted.count(provider, outcome),
						provider, KebabCase.of(outcome));
			}
		}
	}

	/**
	 * Count how often somebody is asked for keys.
	 * @param provider the name of the provider whose keys they are
	 * @param refreshes who counts
	 */
	public void register(String provider, KeyRefreshes refreshes) {
		this.meters.counter(GatewayMeter.AUTH_KEY_REFRESHES, refreshes, KeyRefreshes::succeeded, provider, "success");
		this.meters.counter(GatewayMeter.AUTH_KEY_REFRESHES, refreshes, KeyRefreshes::failed, provider, "failure");
	}

}
