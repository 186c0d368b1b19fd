package io.embeddedgateway.loadbalancer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An exponentially weighted moving average with a time constant of 10 seconds that
 * follows a higher value at once (peak EWMA), and falls towards 0 as long as there is no
 * value.
 */
final class PeakAverage {

	private static final double TIME_CONSTANT = TimeUnit.SECONDS.toNanos(10);

	/**
	 * Times are kept in units of 65.5 microseconds, so that they fit into half a long.
	 */
	private static final int CLOCK_SHIFT = 16;

	/**
	 * The average as a float, and when it was found: in one value, which changes at once.
	 * 0 if there was no value.
	 */
	private final AtomicLong state = new AtomicLong();

	boolean isKnown() {
		return this.state.get() != 0;
	}

	/**
	 * Count a value.
	 * @param value the value, 0 or more
	 * @param now the time of day, in nanoseconds
	 */
	void add(double value, long now) {
		int clock = clock(now);
		long before = this.state.get();
		while (!this.state.compareAndSet(before, next(before, value, clock))) {
			before = this.state.get();
		}
	}

	/**
	 * Forget all values but one.
	 * @param value the value, 0 or more
	 * @param now the time of day, in nanoseconds
	 */
	void reset(double value, long now) {
		this.state.set(state(value, clock(now)));
	}

	/**
	 * The average as it was when the last value came.
	 * @return the average, or 0 if there was no value
	 */
	double last() {
		return average(this.state.get());
	}

	/**
	 * The average as it has become since then.
	 * @param now the time of day, in nanoseconds
	 * @return the average, or 0 if there was no value
	 */
	double at(long now) {
		long state = this.state.get();
		return (state != 0) ? average(state) * decay(state, clock(now)) : 0;
	}

	private static long next(long before, double value, int clock) {
		double average = average(before);
		if (value >= average) {
			return state(value, clock);
		}
		double kept = decay(before, clock);
		// Within one tick of the clock nothing falls, nor is the tick over
		return (kept == 1) ? before : state(average * kept + value * (1 - kept), clock);
	}

	private static double decay(long state, int clock) {
		long ticks = Math.max(0, clock - (int) state);
		return (ticks == 0) ? 1 : StrictMath.exp(-(ticks << CLOCK_SHIFT) / TIME_CONSTANT);
	}

	private static long state(double average, int clock) {
		// Never 0, which stands for nothing
		return ((long) Float.floatToRawIntBits((float) Math.max(average, 1)) << 32) | (clock & 0xffffffffL);
	}

	private static double average(long state) {
		return Float.intBitsToFloat((int) (state >>> 32));
	}

	private static int clock(long now) {
		return (int) (now >> CLOCK_SHIFT);
	}

}
