package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Tells the time that tests want it to be.
 */
final class LimitClock implements Supplier<LimitTime> {

	private final AtomicLong nanos;

	/**
	 * Create a clock.
	 * @param start the time in ISO 8601
	 */
	LimitClock(String start) {
		this.nanos = new AtomicLong(Instant.parse(start).getEpochSecond() * 1_000_000_000);
	}

	LimitClock advance(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		return this;
	}

	long nanos() {
		return this.nanos.get();
	}

	@Override
	public LimitTime get() {
		long now = nanos();
		return new LimitTime(now, Math.floorDiv(now, 1_000_000_000L));
	}

}
