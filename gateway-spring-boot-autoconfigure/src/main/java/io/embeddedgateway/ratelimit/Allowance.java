package io.embeddedgateway.ratelimit;

/**
 * What a bucket answered.
 *
 * @param plan the limits that were asked
 * @param granted whether the tokens were taken
 * @param limit the index of the tightest limit in the plan, or of the one that refused
 * @param remaining how many tokens it has left, 0 or more
 * @param resetNanos when it has all its tokens again, from now on
 * @param waitNanos when the tokens are there: if granted, how long the request has to
 * wait; if not, when it may be tried again, or {@link #NEVER}
 */
record Allowance(LimitPlan plan, boolean granted, int limit, long remaining, long resetNanos, long waitNanos) {

	/**
	 * A request that costs more than there ever is.
	 */
	static final long NEVER = -1;

	/**
	 * When all tokens are there again.
	 * @return the time from now on in whole seconds, rounded up
	 */
	long resetSeconds() {
		long seconds = this.resetNanos / 1_000_000_000;
		return (this.resetNanos % 1_000_000_000 > 0) ? seconds + 1 : seconds;
	}

}
