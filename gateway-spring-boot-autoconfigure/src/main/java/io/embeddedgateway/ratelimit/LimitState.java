package io.embeddedgateway.ratelimit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is left of the limits of one key. Rates are the business of Bucket4j. It is not
 * safe for use by several threads, who take a copy each and see whose is first.
 */
final class LimitState {

	private static final int FORMAT = 1;

	/**
	 * How far the clock of another gateway may be ahead; a time beyond that is wrong.
	 */
	private static final long MOST_AHEAD = TimeUnit.SECONDS.toNanos(5);

	private static final long KEPT_LONGER = TimeUnit.SECONDS.toNanos(1);

	private final RateCounts rates;

	private final QuotaCounts quotas;

	private long time;

	private long epochSecond;

	private LimitState(RateCounts rates, QuotaCounts quotas, long time) {
		this.rates = rates;
		this.quotas = quotas;
		this.time = time;
	}

	/**
	 * A bucket from which nothing was taken.
	 * @param plan its limits
	 * @param now the time
	 * @return the state
	 */
	static LimitState full(LimitPlan plan, LimitTime now) {
		return new LimitState(RateCounts.full(plan, now.nanos()), QuotaCounts.none(plan), now.nanos());
	}

	LimitState copy() {
		return new LimitState(this.rates.copy(), this.quotas.copy(), this.time);
	}

	/**
	 * When it was asked last.
	 * @return nanoseconds of the clock by which buckets are refilled
	 */
	long time() {
		return this.time;
	}

	/**
	 * Do something with the bucket.
	 * @param operation what
	 * @param plan the limits that hold now, which may be others than before
	 * @param now the time
	 * @return what is left
	 */
	Allowance apply(LimitOperation operation, LimitPlan plan, LimitTime now) {
		advance(now.nanos());
		this.epochSecond = now.epochSecond();
		this.rates.refill(this.time);
		this.rates.fit(plan, this.time);
		this.quotas.fit(plan);
		this.quotas.turn(plan, now.epochSecond());
		if (operation instanceof LimitOperation.Take take) {
			return take(take, plan, now.epochSecond());
		}
		if (operation instanceof LimitOperation.Charge charge) {
			charge(charge.cost());
		}
		else {
			this.rates.reset();
			this.quotas.reset();
		}
		return granted(0, plan, now.epochSecond());
	}

	/**
	 * What is left of each limit.
	 * @param now the time, to which the state is brought
	 * @return the limits, rates before quotas
	 */
	List<RemainingLimit> remaining(LimitTime now) {
		advance(now.nanos());
		this.rates.refill(this.time);
		List<RemainingLimit> limits = new ArrayList<>(this.rates.remaining());
		limits.addAll(this.quotas.remaining(now.epochSecond()));
		return limits;
	}

	/**
	 * The limits by which this bucket was asked last.
	 * @param zone whose calendar counts
	 * @return the limits, without the name of their tier
	 */
	LimitPlan plan(ZoneId zone) {
		return new LimitPlan(null, new Tier(null, this.rates.rates(), this.quotas.quotas()), zone);
	}

	// Time does not go back, unless it never should have got there
	private void advance(long nanos) {
		if (this.time - nanos > MOST_AHEAD) {
			this.rates.restart(nanos);
			this.time = nanos;
		}
		this.time = Math.max(this.time, nanos);
	}

	private Allowance take(LimitOperation.Take take, LimitPlan plan, long epochSecond) {
		if (take.cost() == 0) {
			return granted(0, plan, epochSecond);
		}
		boolean refused = false;
		int slowest = 0;
		long longest = 0;
		for (int i = 0; i < plan.size(); i++) {
			long wait = wait(i, take.cost(), plan, epochSecond);
			// What comes with the next period of the calendar is not to be had in this
			// one
			refused = refused || wait > ((i < plan.rates().size()) ? take.maxWait() : 0);
			if (wait > longest) {
				slowest = i;
				longest = wait;
			}
		}
		if (refused) {
			return new Allowance(plan, false, slowest, Math.max(0, left(slowest, plan)),
					reset(slowest, plan, epochSecond), (longest == Long.MAX_VALUE) ? Allowance.NEVER : longest);
		}
		charge(take.cost());
		return granted(longest, plan, epochSecond);
	}

	private void charge(long cost) {
		this.rates.charge(cost);
		this.quotas.charge(cost);
	}

	private long wait(int limit, long cost, LimitPlan plan, long epochSecond) {
		int quota = limit - plan.rates().size();
		if (quota < 0) {
			return this.rates.wait(limit, cost, this.time);
		}
		if (cost <= this.quotas.left(quota)) {
			return 0;
		}
		return (cost > plan.quotas().get(quota).tokens()) ? Long.MAX_VALUE : reset(limit, plan, epochSecond);
	}

	private long left(int limit, LimitPlan plan) {
		int quota = limit - plan.rates().size();
		return (quota < 0) ? this.rates.left(limit) : this.quotas.left(quota);
	}

	// When all tokens are there again
	private long reset(int limit, LimitPlan plan, long epochSecond) {
		int quota = limit - plan.rates().size();
		if (quota >= 0) {
			return TimeUnit.SECONDS.toNanos(this.quotas.end(quota) - epochSecond);
		}
		return plan.rates().get(limit).nanosUntilFull(this.rates.left(limit));
	}

	// The smallest number counts, and of equal ones that which lasts longer
	private Allowance granted(long wait, LimitPlan plan, long epochSecond) {
		int tightest = 0;
		long least = Long.MAX_VALUE;
		long latest = 0;
		for (int i = 0; i < plan.size(); i++) {
			long left = left(i, plan);
			long reset = reset(i, plan, epochSecond);
			if (left < least || (left == least && reset > latest)) {
				tightest = i;
				least = left;
				latest = reset;
			}
		}
		return new Allowance(plan, true, tightest, Math.max(0, least), latest, wait);
	}

	/**
	 * How long it must be kept if nobody asks for it, so that nothing is forgotten.
	 * @return the time until it is full again, and a second more for clocks that differ
	 */
	Duration keepFor() {
		long quotas = TimeUnit.SECONDS.toNanos(this.quotas.secondsUntilOver(this.epochSecond));
		return Duration.ofNanos(Math.max(this.rates.untilFull(this.time), quotas) + KEPT_LONGER);
	}

	/**
	 * The state as it is stored.
	 * @return bytes for {@link #ofBytes}
	 */
	byte[] toBytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeLong(this.time);
			this.quotas.write(out);
			this.rates.write(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Read a state.
	 * @param bytes what {@link #toBytes} has made
	 * @return the state
	 * @throws IllegalArgumentException if the bytes are anything else
	 */
	static LimitState ofBytes(byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			if (in.readByte() != FORMAT) {
				throw new IllegalArgumentException("the stored state has an unknown format");
			}
			long time = in.readLong();
			QuotaCounts quotas = QuotaCounts.read(in);
			return new LimitState(RateCounts.read(in), quotas, time);
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalArgumentException("the stored state can't be read", ex);
		}
	}

}
