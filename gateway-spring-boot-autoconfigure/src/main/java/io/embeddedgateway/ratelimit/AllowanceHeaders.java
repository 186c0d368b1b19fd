package io.embeddedgateway.ratelimit;

import org.springframework.http.HttpHeaders;

/**
 * Tells the caller what is left.
 */
final class AllowanceHeaders {

	static final String RATE_LIMIT = "RateLimit";

	static final String RATE_LIMIT_POLICY = "RateLimit-Policy";

	private AllowanceHeaders() {
	}

	/**
	 * Set headers.
	 * @param headers those of the answer; what a service has said about limits of its own
	 * is replaced
	 * @param style which ones
	 * @param allowance what is left
	 * @param epochSecond the time now
	 */
	static void set(HttpHeaders headers, LimitHeaders style, Allowance allowance, long epochSecond) {
		if (style == LimitHeaders.IETF || style == LimitHeaders.BOTH) {
			headers.set(RATE_LIMIT_POLICY, allowance.plan().header(epochSecond));
			headers.set(RATE_LIMIT, '"' + allowance.plan().name(allowance.limit()) + "\";r=" + allowance.remaining()
					+ ";t=" + allowance.resetSeconds());
		}
		if (style == LimitHeaders.X_RATELIMIT || style == LimitHeaders.BOTH) {
			headers.set("X-RateLimit-Limit", Long.toString(allowance.plan().capacity(allowance.limit())));
			headers.set("X-RateLimit-Remaining", Long.toString(allowance.remaining()));
			headers.set("X-RateLimit-Reset", Long.toString(allowance.resetSeconds()));
		}
	}

}
