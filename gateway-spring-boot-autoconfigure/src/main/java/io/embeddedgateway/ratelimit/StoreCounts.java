package io.embeddedgateway.ratelimit;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how the shared store answers.
 */
final class StoreCounts {

	private final LongAdder asked = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	void answered(long nanos) {
		this.nanos.add(nanos);
		this.asked.increment();
	}

	void failed(long nanos) {
		this.failed.increment();
		answered(nanos);
	}

	long asked() {
		return this.asked.sum();
	}

	long failed() {
		return this.failed.sum();
	}

	long nanos() {
		return this.nanos.sum();
	}

}
