package io.embeddedgateway.ratelimit;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was used of quotas in the current periods of the calendar. Bucket4j has no periods
 * of different length, as months are, so they are counted here.
 */
final class QuotaCounts {

	private static final int KINDS = QuotaPeriod.values().length;

	private List<Quota> quotas;

	// Of what was used, those of another tier that has a quota for a period which this
	// one has not: nobody gets a new one by changing the tier to and fro
	private List<Quota> resting;

	private long[] used;

	private long[] ends;

	private QuotaCounts(List<Quota> quotas, List<Quota> resting, long[] used, long[] ends) {
		this.quotas = quotas;
		this.resting = resting;
		this.used = used;
		this.ends = ends;
	}

	/**
	 * Counts of nothing.
	 * @param plan the limits
	 * @return the counts
	 */
	static QuotaCounts none(LimitPlan plan) {
		int count = plan.quotas().size();
		return new QuotaCounts(plan.quotas(), List.of(), new long[count], new long[count]);
	}

	QuotaCounts copy() {
		return new QuotaCounts(this.quotas, this.resting, this.used.clone(), this.ends.clone());
	}

	/**
	 * Count by other quotas: what was used stays used, in proportion.
	 * @param plan the limits that hold now
	 */
	void fit(LimitPlan plan) {
		if (this.quotas.equals(plan.quotas())) {
			return;
		}
		List<Quota> known = new ArrayList<>(this.quotas);
		known.addAll(this.resting);
		List<Quota> next = new ArrayList<>(plan.quotas());
		known.stream().filter((quota) -> indexOf(quota.period(), plan.quotas()) < 0).forEach(next::add);
		long[] nextUsed = new long[next.size()];
		long[] nextEnds = new long[next.size()];
		for (int i = 0; i < next.size(); i++) {
			int before = indexOf(next.get(i).period(), known);
			if (before >= 0) {
				double share = (double) this.used[before] / known.get(before).tokens();
				nextUsed[i] = (long) Math.ceil(share * next.get(i).tokens());
				nextEnds[i] = this.ends[before];
			}
		}
		this.quotas = plan.quotas();
		this.resting = List.copyOf(next.subList(this.quotas.size(), next.size()));
		this.used = nextUsed;
		this.ends = nextEnds;
	}

	private static int indexOf(QuotaPeriod period, List<Quota> quotas) {
		for (int i = 0; i < quotas.size(); i++) {
			if (quotas.get(i).period() == period) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Begin to count anew where a period is over.
	 * @param plan the limits
	 * @param epochSecond the time in seconds since 1970
	 */
	void turn(LimitPlan plan, long epochSecond) {
		for (int i = 0; i < this.quotas.size(); i++) {
			long end = plan.periodEnd(i, epochSecond);
			if (end > this.ends[i]) {
				this.used[i] = 0;
				this.ends[i] = end;
			}
			else if (this.ends[i] > end && this.ends[i] > plan.periodEnd(i, end)) {
				// Counted by a clock that was more than a period ahead
				this.ends[i] = end;
			}
		}
	}

	/**
	 * How much is left of a quota.
	 * @param quota its index
	 * @return the number of tokens, negative if more was used than there is
	 */
	long left(int quota) {
		return this.quotas.get(quota).tokens() - this.used[quota];
	}

	/**
	 * When the period of a quota ends.
	 * @param quota its index
	 * @return seconds since 1970
	 */
	long end(int quota) {
		return this.ends[quota];
	}

	/**
	 * Count what was used.
	 * @param cost how many tokens, negative to give them back
	 */
	void charge(long cost) {
		for (int i = 0; i < this.quotas.size(); i++) {
			this.used[i] = Math.max(0, this.used[i] + cost);
		}
	}

	List<Quota> quotas() {
		return this.quotas;
	}

	/**
	 * What is left of each quota.
	 * @param epochSecond the time in seconds since 1970
	 * @return the quotas; all of those whose period is over
	 */
	List<RemainingLimit> remaining(long epochSecond) {
		List<RemainingLimit> left = new ArrayList<>();
		for (int i = 0; i < this.quotas.size(); i++) {
			Quota quota = this.quotas.get(i);
			boolean over = this.ends[i] <= epochSecond;
			left.add(new RemainingLimit(quota.name(), quota.tokens(), over ? quota.tokens() : Math.max(0, left(i)),
					(over || this.used[i] == 0) ? 0 : this.ends[i] - epochSecond));
		}
		return left;
	}

	void reset() {
		Arrays.fill(this.used, 0);
	}

	/**
	 * How long it takes until the periods are over in which something was used, also of
	 * those quotas that this tier does not have.
	 * @param epochSecond the time in seconds since 1970
	 * @return the time in seconds, 0 if nothing was used
	 */
	long secondsUntilOver(long epochSecond) {
		long longest = 0;
		for (int i = 0; i < this.used.length; i++) {
			longest = Math.max(longest, (this.used[i] > 0) ? this.ends[i] - epochSecond : 0);
		}
		return longest;
	}

	void write(DataOutput out) throws IOException {
		out.writeByte(this.quotas.size());
		out.writeByte(this.used.length);
		for (int i = 0; i < this.used.length; i++) {
			int rest = i - this.quotas.size();
			Quota quota = (rest < 0) ? this.quotas.get(i) : this.resting.get(rest);
			out.writeUTF(quota.period().name());
			out.writeLong(quota.tokens());
			out.writeLong(this.used[i]);
			out.writeLong(this.ends[i]);
		}
	}

	static QuotaCounts read(DataInput in) throws IOException {
		int inUse = in.readUnsignedByte();
		int count = in.readUnsignedByte();
		if (inUse > count || count > KINDS) {
			throw new IOException("more quotas than there are periods");
		}
		List<Quota> quotas = new ArrayList<>(count);
		long[] used = new long[count];
		long[] ends = new long[count];
		for (int i = 0; i < count; i++) {
			QuotaPeriod period = QuotaPeriod.valueOf(in.readUTF());
			quotas.add(Quota.of(in.readLong(), period));
			used[i] = in.readLong();
			ends[i] = in.readLong();
		}
		return new QuotaCounts(List.copyOf(quotas.subList(0, inUse)), List.copyOf(quotas.subList(inUse, count)), used,
				ends);
	}

}
