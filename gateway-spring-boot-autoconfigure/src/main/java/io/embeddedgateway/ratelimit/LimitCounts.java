package io.embeddedgateway.ratelimit;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often requests of a tier were granted and refused, since the start.
 */
final class LimitCounts {

	private final LongAdder granted = new LongAdder();

	private final LongAdder refused = new LongAdder();

	void add(boolean grantedOne) {
		(grantedOne ? this.granted : this.refused).increment();
	}

	long granted() {
		return this.granted.sum();
	}

	long refused() {
		return this.refused.sum();
	}

}
