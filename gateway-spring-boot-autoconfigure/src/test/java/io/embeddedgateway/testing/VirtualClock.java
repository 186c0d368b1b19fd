package io.embeddedgateway.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;

/**
 * A clock that a scheduler moves.
 */
public final class VirtualClock extends Clock {

	private final Instant start = Instant.now();

	private final Scheduler scheduler;

	/**
	 * Create a clock.
	 * @param scheduler moves it
	 */
	public VirtualClock(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public Instant instant() {
		return this.start.plusMillis(this.scheduler.now(TimeUnit.MILLISECONDS));
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
