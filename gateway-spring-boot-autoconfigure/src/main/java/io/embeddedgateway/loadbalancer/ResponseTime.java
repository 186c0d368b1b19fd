package io.embeddedgateway.loadbalancer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceObserver;

/**
 * The time that an instance takes to the first byte of a response: an exponentially
 * weighted moving average with a time constant of 10 seconds that follows a longer time
 * at once (peak EWMA), and falls towards 0 while nothing is heard of the instance, so
 * that one that was slow gets another chance.
 * <ul>
 * <li>As long as the instance owes a response, its time is at least what it has owed it
 * for: one that hangs is known before it is too late.</li>
 * <li>An error counts as ten times the typical time of the service if it came faster, so
 * that an instance does not attract requests by failing them quickly.</li>
 * <li>Requests whose client left count for nothing.</li>
 * <li>An instance that nothing is known about counts as a typical one.</li>
 * </ul>
 */
final class ResponseTime implements InstanceObserver {

	private static final double TIME_CONSTANT = TimeUnit.SECONDS.toNanos(10);

	private static final double FAILURES_COUNT = 10;

	private static final double FAILURE_AMONG_UNKNOWN = TimeUnit.SECONDS.toNanos(1);

	/**
	 * Times are kept in units of 65.5 microseconds, so that they fit into half a long.
	 */
	private static final int CLOCK_SHIFT = 16;

	private final TypicalTime typical;

	private final LongSupplier ticker;

	/**
	 * The average as a float, and when it was found: in one value, which changes at once.
	 * 0 if nothing is known.
	 */
	private final AtomicLong average = new AtomicLong();

	/**
	 * The average of the responses that were no errors, in nanoseconds.
	 */
	private volatile double answered;

	/**
	 * Since when the instance owes a response, or 0 if it does not.
	 */
	private volatile long owingSince;

	/**
	 * Whether the average was only assumed.
	 */
	private volatile boolean assumed;

	ResponseTime(TypicalTime typical, LongSupplier ticker) {
		this.typical = typical;
		this.ticker = ticker;
		typical.add(this);
	}

	@Override
	public void begun() {
		if (this.owingSince == 0) {
			// 0 means something else; a nanosecond means nothing
			this.owingSince = this.ticker.getAsLong() | 1;
		}
	}

	@Override
	public void responded(int status, long nanos) {
		this.owingSince = 0;
		if (status >= 500 || status == 429) {
			failed(nanos);
		}
		else {
			long now = this.ticker.getAsLong();
			observe((double) nanos, now);
			double answered = this.answered;
			this.answered = (answered == 0) ? (double) nanos : answered + (nanos - answered) * 0.1;
		}
	}

	@Override
	public void ended(CallOutcome outcome, long nanos) {
		this.owingSince = 0;
		if (outcome.isLocal()) {
			failed(nanos);
		}
	}

	@Override
	public void removed() {
		this.typical.remove(this);
	}

	/**
	 * The time that an answer takes.
	 * @param now the time of day, in nanoseconds
	 * @return the time in nanoseconds; 1 if neither this instance nor another has been
	 * heard of
	 */
	double at(long now) {
		long average = this.average.get();
		if (average == 0) {
			average = assume(now);
		}
		double time = (average != 0) ? nanos(average) * decay(average, clock(now)) : 1;
		long owingSince = this.owingSince;
		return (owingSince != 0) ? Math.max(time, (double) (now - owingSince)) : time;
	}

	/**
	 * The average of the responses that were no errors.
	 * @return the time in nanoseconds, or 0 if there were none
	 */
	double answered() {
		return this.answered;
	}

	private long assume(long now) {
		double typical = this.typical.at(now);
		if (typical == 0) {
			return 0;
		}
		long assumed = average(typical, clock(now));
		if (this.average.compareAndSet(0, assumed)) {
			this.assumed = true;
		}
		return this.average.get();
	}

	private void failed(long nanos) {
		long now = this.ticker.getAsLong();
		double typical = this.typical.at(now);
		observe(Math.max((double) nanos, (typical != 0) ? typical * FAILURES_COUNT : FAILURE_AMONG_UNKNOWN), now);
	}

	private void observe(double nanos, long now) {
		int clock = clock(now);
		if (this.assumed) {
			this.assumed = false;
			this.average.set(average(nanos, clock));
			return;
		}
		long before = this.average.get();
		while (!this.average.compareAndSet(before, next(before, nanos, clock))) {
			before = this.average.get();
		}
	}

	private static long next(long before, double nanos, int clock) {
		double old = nanos(before);
		if (nanos >= old) {
			return average(nanos, clock);
		}
		double kept = decay(before, clock);
		// Within one tick of the clock nothing is forgotten, nor is the time taken for
		// later
		return (kept == 1) ? before : average(old * kept + nanos * (1 - kept), clock);
	}

	private static double decay(long average, int clock) {
		long ticks = Math.max(0, clock - (int) average);
		return (ticks == 0) ? 1 : Math.exp(-(ticks << CLOCK_SHIFT) / TIME_CONSTANT);
	}

	private static long average(double nanos, int clock) {
		// Never 0, which stands for nothing
		return ((long) Float.floatToRawIntBits((float) Math.max(nanos, 1)) << 32) | (clock & 0xffffffffL);
	}

	private static double nanos(long average) {
		return Float.intBitsToFloat((int) (average >>> 32));
	}

	private static int clock(long now) {
		return (int) (now >> CLOCK_SHIFT);
	}

}
