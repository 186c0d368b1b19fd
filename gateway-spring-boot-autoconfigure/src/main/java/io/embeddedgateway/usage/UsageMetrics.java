package io.embeddedgateway.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;

/**
 * Counts with Micrometer what was used: by route, rate limit and tier, of which there are
 * few, and never by caller. What was counted of a route goes with the route.
 */
public final class UsageMetrics implements UsageSink {

	private final GatewayMeters meters;

	private final Map<String, GatewayMeters> byRoute = new HashMap<>();

	/**
	 * The routes that there are, or {@code null} as long as nobody has said so.
	 */
	private @Nullable Set<String> routes;

	/**
	 * Create a sink.
	 * @param registry where to count
	 */
	public UsageMetrics(MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
	}

	/**
	 * Routes may have changed: the meters of those that are gone go.
	 * @param ids the ids of all routes that there are
	 */
	public synchronized void retain(Set<String> ids) {
		this.routes = ids;
		this.byRoute.entrySet().removeIf((entry) -> {
			boolean gone = !ids.contains(entry.getKey());
			if (gone) {
				entry.getValue().close();
			}
			return gone;
		});
	}

	@Override
	public synchronized Mono<Void> write(UsageBatch batch) {
		for (UsageRecord usage : batch.records()) {
			// What was still under way when its route went has no meter any more
			if (this.routes == null || this.routes.contains(usage.route())) {
				count(this.byRoute.computeIfAbsent(usage.route(), (route) -> this.meters.group()), usage);
			}
		}
		return Mono.empty();
	}

	private static void count(GatewayMeters meters, UsageRecord usage) {
		String route = usage.route();
		count(meters, GatewayMeter.USAGE_REQUESTS, usage.requests(), route, status(usage.status()));
		count(meters, GatewayMeter.USAGE_BYTES, usage.requestBytes(), route, "request");
		count(meters, GatewayMeter.USAGE_BYTES, usage.responseBytes(), route, "response");
		count(meters, GatewayMeter.USAGE_DECISIONS, usage.granted(), route, usage.policy(), usage.tier(), "granted");
		count(meters, GatewayMeter.USAGE_DECISIONS, usage.refused(), route, usage.policy(), usage.tier(), "refused");
		count(meters, GatewayMeter.USAGE_COST, usage.cost(), route, usage.policy(), usage.tier());
	}

	private static void count(GatewayMeters meters, GatewayMeter meter, long more, @Nullable String... tags) {
		if (more > 0) {
			meters.counter(meter, tags).increment((double) more);
		}
	}

	private static @Nullable String status(int status) {
		return (status > 0) ? status / 100 + "xx" : null;
	}

}
