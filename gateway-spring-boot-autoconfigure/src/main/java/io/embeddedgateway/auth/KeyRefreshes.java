package io.embeddedgateway.auth;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how often somebody was asked for the keys by which tokens are verified.
 */
public final class KeyRefreshes {

	private final LongAdder succeeded = new LongAdder();

	private final LongAdder failed = new LongAdder();

	/**
	 * The keys came.
	 */
	public void succeed() {
		this.succeeded.increment();
	}

	/**
	 * The keys could not be had.
	 */
	public void fail() {
		this.failed.increment();
	}

	/**
	 * How often keys came.
	 * @return the number since the start
	 */
	public long succeeded() {
		return this.succeeded.sum();
	}

	/**
	 * How often keys could not be had.
	 * @return the number since the start
	 */
	public long failed() {
		return this.failed.sum();
	}

}
