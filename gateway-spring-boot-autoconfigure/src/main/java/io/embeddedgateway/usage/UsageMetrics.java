package io.embeddedgateway.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Counts with Micrometer what was used: by route, rate limit and tier, of which there are
 * few, and never by caller.
 */
public final class UsageMetrics implements UsageSink {

	/**
	 * How many requests were over: a counter with {@code route} and {@code status}, which
	 * is {@code 2xx} and so on, or {@code none} if the client left before the answer.
	 */
	public static final String REQUESTS = "gateway.usage.requests";

	/**
	 * What rate limits decided: a counter with {@code route}, {@code policy},
	 * {@code tier} and {@code outcome}, {@code granted} or {@code refused}.
	 */
	public static final String DECISIONS = "gateway.usage.decisions";

	/**
	 * What requests have cost: a counter with {@code route}, {@code policy} and
	 * {@code tier}.
	 */
	public static final String COST = "gateway.usage.cost";

	/**
	 * The bytes of bodies: a counter with {@code route} and {@code body}, {@code request}
	 * or {@code response}.
	 */
	public static final String BYTES = "gateway.usage.bytes";

	private static final String NONE = "none";

	private final MeterRegistry registry;

	/**
	 * Create a sink.
	 * @param registry where to count
	 */
	public UsageMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Mono<Void> write(UsageBatch batch) {
		batch.records().forEach(this::count);
		return Mono.empty();
	}

	private void count(UsageRecord usage) {
		Tags route = Tags.of("route", usage.route());
		count(REQUESTS, "Requests that were over", route.and("status", status(usage.status())), usage.requests());
		count(BYTES, "Bytes of bodies", route.and("body", "request"), usage.requestBytes());
		count(BYTES, "Bytes of bodies", route.and("body", "response"), usage.responseBytes());
		Tags limit = route.and("policy", text(usage.policy()), "tier", text(usage.tier()));
		count(DECISIONS, "Decisions of rate limits", limit.and("outcome", "granted"), usage.granted());
		count(DECISIONS, "Decisions of rate limits", limit.and("outcome", "refused"), usage.refused());
		count(COST, "Tokens that requests have cost", limit, usage.cost());
	}

	private void count(String name, String description, Tags tags, long more) {
		if (more > 0) {
			Counter.builder(name).description(description).tags(tags).register(this.registry).increment((double) more);
		}
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : NONE;
	}

	private static String status(int status) {
		return (status > 0) ? status / 100 + "xx" : NONE;
	}

}
