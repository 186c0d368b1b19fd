package io.embeddedgateway.health;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.embeddedgateway.Percentage;

/**
 * Which share of the requests to an instance failed, in one interval after the other.
 * Both numbers are kept in one, so that they belong together without a lock.
 */
final class FailureRate {

	private static final long REQUEST = 1L << 32;

	private final Percentage limit;

	private final int minimum;

	private final long interval;

	private final LongSupplier ticker;

	private final AtomicLong begun;

	/**
	 * The requests in the upper half, those that failed in the lower one.
	 */
	private final AtomicLong counts = new AtomicLong();

	FailureRate(Percentage limit, int minimum, long intervalNanos, LongSupplier ticker) {
		this.limit = limit;
		this.minimum = minimum;
		this.interval = intervalNanos;
		this.ticker = ticker;
		this.begun = new AtomicLong(ticker.getAsLong());
	}

	void succeeded() {
		count(REQUEST);
	}

	/**
	 * Count a request that failed.
	 * @return whether too many have
	 */
	boolean failed() {
		long counts = count(REQUEST + 1);
		return requests(counts) >= this.minimum && failures(counts) >= this.limit.factor() * requests(counts);
	}

	private long count(long what) {
		long now = this.ticker.getAsLong();
		long begun = this.begun.get();
		if (now - begun >= this.interval && this.begun.compareAndSet(begun, now)) {
			this.counts.set(0);
		}
		return this.counts.addAndGet(what);
	}

	void reset() {
		this.begun.set(this.ticker.getAsLong());
		this.counts.set(0);
	}

	private static long requests(long counts) {
		return counts >>> 32;
	}

	private static long failures(long counts) {
		return counts & (REQUEST - 1);
	}

	@Override
	public String toString() {
		long counts = this.counts.get();
		return failures(counts) + " of " + requests(counts) + " requests failed";
	}

}
