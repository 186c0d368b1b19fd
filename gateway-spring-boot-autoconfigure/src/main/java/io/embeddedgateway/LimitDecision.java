package io.embeddedgateway;

import org.jspecify.annotations.Nullable;

/**
 * What a rate limit decided about a request, for those who count or log it.
 *
 * @param policy the name of the policy, or of the route that has a limit of its own
 * @param tier the tier of the caller, or {@code null} if the policy has none
 * @param granted whether the request was let through
 * @param cost how many tokens it cost, or would have
 */
public record LimitDecision(String policy, @Nullable String tier, boolean granted, long cost) {

	private static final AttributeKey<LimitDecision> KEY = AttributeKey.ofRequest("rate limit", LimitDecision.class);

	/**
	 * What was decided about a request.
	 * @param exchange the exchange
	 * @return the decision, or {@code null} if no limit was asked
	 */
	public static @Nullable LimitDecision of(GatewayExchange exchange) {
		return exchange.attribute(KEY);
	}

	/**
	 * Tell what was decided about a request.
	 * @param exchange the exchange
	 */
	public void set(GatewayExchange exchange) {
		exchange.attribute(KEY, this);
	}

}
