package io.embeddedgateway.ratelimit;

/**
 * Which headers tell the caller what is left.
 */
public enum LimitHeaders {

	/**
	 * {@code RateLimit} and {@code RateLimit-Policy}
	 * (draft-ietf-httpapi-ratelimit-headers-10).
	 */
	IETF,

	/**
	 * {@code X-RateLimit-Limit}, {@code X-RateLimit-Remaining} and
	 * {@code X-RateLimit-Reset}, the last one in seconds from now on.
	 */
	X_RATELIMIT,

	/**
	 * Both.
	 */
	BOTH,

	/**
	 * None, but {@code Retry-After} where a request is refused.
	 */
	NONE

}
