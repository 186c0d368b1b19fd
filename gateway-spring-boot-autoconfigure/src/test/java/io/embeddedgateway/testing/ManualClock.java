package io.embeddedgateway.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is moved.
 */
public final class ManualClock extends Clock {

	private volatile Instant now;

	/**
	 * Create a clock.
	 * @param now what it says
	 */
	public ManualClock(Instant now) {
		this.now = now;
	}

	/**
	 * Move the clock.
	 * @param time how far
	 */
	public void advance(Duration time) {
		this.now = this.now.plus(time);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

	@Override
	public Instant instant() {
		return this.now;
	}

}
