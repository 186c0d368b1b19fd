package io.embeddedgateway.usage;

import org.jspecify.annotations.Nullable;

/**
 * How much was used by requests that have caller, route and status in common.
 *
 * @param provider who vouches for the caller, or {@code null}
 * @param caller the name of the caller; {@code null} if nobody is known, or
 * {@code (others)} for those who came when there were too many to tell apart
 * @param client the client that calls, for somebody or for itself; {@code null} if it is
 * not known
 * @param tier the tier of the caller, or {@code null} if its rate limit has none
 * @param policy the name of the rate limit, or of the route that has one of its own;
 * {@code null} if none was asked
 * @param route the id of the route
 * @param status the status of the answer; 0 if the client left before it came
 * @param requests how many requests were over
 * @param granted how many of them the rate limit has let through
 * @param refused how many of them the rate limit has refused
 * @param cost the tokens that those have cost that were let through
 * @param requestBytes the bytes of the bodies of requests
 * @param responseBytes the bytes of the bodies of responses, as far as they were sent
 */
public record UsageRecord(@Nullable String provider, @Nullable String caller, @Nullable String client,
		@Nullable String tier, @Nullable String policy, String route, int status, long requests, long granted,
		long refused, long cost, long requestBytes, long responseBytes) {

	static UsageRecord of(UsageKey key, UsageTotals totals) {
		return new UsageRecord(key.provider(), key.caller(), key.client(), key.tier(), key.policy(), key.route(),
				key.status(), totals.requests(), totals.granted(), totals.refused(), totals.cost(),
				totals.requestBytes(), totals.responseBytes());
	}

	UsageKey key() {
		return new UsageKey(this.provider, this.caller, this.client, this.tier, this.policy, this.route, this.status);
	}

	UsageTotals totals() {
		return new UsageTotals(this.requests, this.granted, this.refused, this.cost, this.requestBytes,
				this.responseBytes);
	}

}
