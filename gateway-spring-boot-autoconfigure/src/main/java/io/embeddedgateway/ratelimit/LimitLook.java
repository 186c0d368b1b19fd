package io.embeddedgateway.ratelimit;

import java.util.List;

/**
 * A bucket as it was found.
 *
 * @param state a copy of its state
 * @param now the time by the clock of its store
 */
record LimitLook(LimitState state, LimitTime now) {

	List<RemainingLimit> remaining() {
		return this.state.remaining(this.now);
	}

}
