package io.embeddedgateway.loadbalancer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceObserver;

/**
 * The time that an instance takes to the first byte of a response, as a
 * {@link PeakAverage}: an instance that gets slow is known at once, and one that was slow
 * gets another chance after a while.
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

	private static final double ERRORS_COUNT = 10;

	private static final double ERROR_WHERE_NOTHING_IS_TYPICAL = TimeUnit.SECONDS.toNanos(1);

	private final TypicalTime typical;

	private final LongSupplier ticker;

	private final PeakAverage answers = new PeakAverage();

	private final PeakAverage errors = new PeakAverage();

	/**
	 * Since when the instance owes a response, or 0 if it does not.
	 */
	private volatile long owingSince;

	/**
	 * Whether there were answers, rather than assumptions about them.
	 */
	private volatile boolean answered;

	ResponseTime(TypicalTime typical, LongSupplier ticker) {
		this.typical = typical;
		this.ticker = ticker;
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
		else if (this.answered) {
			this.answers.add((double) nanos, this.ticker.getAsLong());
		}
		else {
			this.answers.reset((double) nanos, this.ticker.getAsLong());
			this.answered = true;
			this.typical.answered();
		}
	}

	@Override
	public void ended(CallOutcome outcome, long nanos) {
		this.owingSince = 0;
		if (outcome.isLocal()) {
			failed(nanos);
		}
	}

	private void failed(long nanos) {
		long now = this.ticker.getAsLong();
		double typical = this.typical.at(now);
		double least = (typical != 0) ? typical * ERRORS_COUNT : ERROR_WHERE_NOTHING_IS_TYPICAL;
		this.errors.add(Math.max((double) nanos, least), now);
	}

	@Override
	public void removed() {
		this.typical.remove(this);
	}

	/**
	 * The time that the next answer is expected to take.
	 * @param now the time of day, in nanoseconds
	 * @return the time in nanoseconds, at least 1
	 */
	double at(long now) {
		if (!this.answers.isKnown()) {
			assume(now);
		}
		double time = Math.max(1, Math.max(this.answers.at(now), this.errors.isKnown() ? this.errors.at(now) : 0));
		long owingSince = this.owingSince;
		return (owingSince != 0) ? Math.max(time, (double) (now - owingSince)) : time;
	}

	private void assume(long now) {
		double typical = this.typical.at(now);
		if (typical != 0) {
			this.answers.add(typical, now);
		}
	}

	/**
	 * The time that answers took when the last one came.
	 * @return the time in nanoseconds, or 0 if there were none
	 */
	double answered() {
		return this.answered ? this.answers.last() : 0;
	}

}
