package io.embeddedgateway.resilience;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Tells times that only differ properly: it never jumps, as the clock of the system does.
 */
final class TickerClock extends Clock {

	private final LongSupplier ticker;

	private final long origin;

	TickerClock(LongSupplier ticker) {
		this.ticker = ticker;
		this.origin = ticker.getAsLong();
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
		return Instant.ofEpochSecond(0, this.ticker.getAsLong() - this.origin);
	}

}
