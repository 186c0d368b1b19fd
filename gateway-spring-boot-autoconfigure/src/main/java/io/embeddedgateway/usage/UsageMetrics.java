package io.embeddedgateway.usage;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;

/**
 * Counts with Micrometer what was used: by route, rate limit and tier, of which there are
 * few, and never by caller.
 */
public final class UsageMetrics implements UsageSink {

	private final GatewayMeters meters;

	/**
	 * Create a sink.
	 * @param registry where to count
	 */
	public UsageMetrics(MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
	}

	@Override
	public Mono<Void> write(UsageBatch batch) {
		batch.records().forEach(this::count);
		return Mono.empty();
	}

	private void count(UsageRecord usage) {
		String route = usage.route();
		count(GatewayMeter.USAGE_REQUESTS, usage.requests(), route, status(usage.status()));
		count(GatewayMeter.USAGE_BYTES, usage.requestBytes(), route, "request");
		count(GatewayMeter.USAGE_BYTES, usage.responseBytes(), route, "response");
		count(GatewayMeter.USAGE_DECISIONS, usage.granted(), route, usage.policy(), usage.tier(), "granted");
		count(GatewayMeter.USAGE_DECISIONS, usage.refused(), route, usage.policy(), usage.tier(), "refused");
		count(GatewayMeter.USAGE_COST, usage.cost(), route, usage.policy(), usage.tier());
	}

	private void count(GatewayMeter meter, long more, @Nullable String... tags) {
		if (more > 0) {
			this.meters.counter(meter, tags).increment((double) more);
		}
	}

	private static @Nullable String status(int status) {
		return (status > 0) ? status / 100 + "xx" : null;
	}

}
