package io.embeddedgateway.resilience;

import java.util.concurrent.atomic.LongAdder;

import io.embeddedgateway.GatewayResponse;

/**
 * Counts the further attempts on a route.
 */
final class RetryCounts {

	private final LongAdder unsent = new LongAdder();

	private final LongAdder errors = new LongAdder();

	private final LongAdder statuses = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final LongAdder hedges = new LongAdder();

	private final LongAdder hedgesWon = new LongAdder();

	/**
	 * A request is sent again.
	 * @param reason the exception or the response after which it is
	 */
	void retried(Object reason) {
		if (RetryFilter.isFree(reason)) {
			this.unsent.increment();
		}
		else {
			((reason instanceof GatewayResponse) ? this.statuses : this.errors).increment();
		}
	}

	/**
	 * There was no budget for another attempt.
	 */
	void refuse() {
		this.refused.increment();
	}

	/**
	 * A second instance is asked.
	 */
	void hedge() {
		this.hedges.increment();
	}

	/**
	 * A second instance was faster.
	 */
	void winHedge() {
		this.hedgesWon.increment();
	}

	long unsent() {
		return this.unsent.sum();
	}

	long errors() {
		return this.errors.sum();
	}

	long statuses() {
		return this.statuses.sum();
	}

	long refused() {
		return this.refused.sum();
	}

	long hedges() {
		return this.hedges.sum();
	}

	long hedgesWon() {
		return this.hedgesWon.sum();
	}

}
