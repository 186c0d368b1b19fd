package io.embeddedgateway.ratelimit;

import io.embeddedgateway.ratelimit.RateLimiters.Counted;

/**
 * Learns whose requests are counted. Called by one thread at a time.
 */
interface LimitObserver {

	/**
	 * Requests are counted from now on.
	 * @param counted whose
	 * @param counts the counts
	 */
	void counted(Counted counted, LimitCounts counts);

	/**
	 * Nobody counts any more.
	 * @param counted whose requests were counted
	 */
	void gone(Counted counted);

}
