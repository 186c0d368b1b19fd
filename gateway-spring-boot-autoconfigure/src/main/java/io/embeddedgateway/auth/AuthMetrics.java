package io.embeddedgateway.auth;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Makes meters of what became of requests on routes that ask who is calling.
 */
public final class AuthMetrics implements MeterBinder {

	/**
	 * What became of requests: a counter with {@code provider} and {@code outcome}.
	 */
	public static final String REQUESTS = "gateway.auth.requests";

	private final AuthCounts counts;

	/**
	 * Create the meters.
	 * @param counts what is counted
	 */
	public AuthMetrics(AuthCounts counts) {
		this.counts = counts;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String provider : this.counts.providers()) {
			for (AuthOutcome outcome : AuthOutcome.values()) {
				FunctionCounter.builder(REQUESTS, this.counts, (counted) -> counted.count(provider, outcome))
					.description("Requests on routes that ask who is calling")
					.tag("provider", provider)
					.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
					.register(registry);
			}
		}
	}

}
