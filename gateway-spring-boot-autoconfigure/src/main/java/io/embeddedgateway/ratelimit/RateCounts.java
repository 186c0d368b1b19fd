package io.embeddedgateway.ratelimit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.serialization.DataOutputSerializationAdapter;
import io.github.bucket4j.distributed.serialization.Scope;
import io.github.bucket4j.distributed.versioning.Versions;
import org.jspecify.annotations.Nullable;

/**
 * What is left of rates: a bucket of Bucket4j for each. The buckets of periods that
 * another tier of the same caller has and this one has not come after those in use, so
 * that nobody fills a bucket by changing the tier to and fro.
 */
final class RateCounts {

	private static final BucketState[] NONE = {};

	private static final int HEADER_BYTES = 3 * Integer.BYTES;

	private static final int NUMBERS_OF_BUCKET = 3;

	private BucketState[] buckets;

	private int inUse;

	private RateCounts(BucketState[] buckets, int inUse) {
		this.buckets = buckets;
		this.inUse = inUse;
	}

	/**
	 * Full buckets.
	 * @param plan the limits
	 * @param nanos the time
	 * @return the buckets
	 */
	static RateCounts full(LimitPlan plan, long nanos) {
		RateCounts counts = new RateCounts(NONE, 0);
		counts.fit(plan, nanos);
		return counts;
	}

	RateCounts copy() {
		BucketState[] copies = new BucketState[this.buckets.length];
		for (int i = 0; i < copies.length; i++) {
			copies[i] = this.buckets[i].copy();
		}
		return new RateCounts(copies, this.inUse);
	}

	/**
	 * Put in what has come since the last time.
	 * @param nanos the time
	 */
	void refill(long nanos) {
		for (BucketState bucket : this.buckets) {
			bucket.refillAllBandwidth(nanos);
		}
	}

	/**
	 * Go on from another time, which may be earlier, with what is left.
	 * @param nanos the time
	 */
	void restart(long nanos) {
		for (int i = 0; i < this.buckets.length; i++) {
			BucketState before = this.buckets[i];
			BucketState bucket = full(before.getConfiguration(), nanos);
			bucket.consume(capacity(before) - before.getCurrentSize(0));
			this.buckets[i] = bucket;
		}
	}

	/**
	 * Count by other limits: what was used stays used, in proportion.
	 * @param plan the limits that hold now
	 * @param nanos the time
	 */
	void fit(LimitPlan plan, long nanos) {
		if (fits(plan.configurations())) {
			return;
		}
		List<BucketState> before = new ArrayList<>(List.of(this.buckets));
		List<BucketState> next = new ArrayList<>();
		for (BucketConfiguration configuration : plan.configurations()) {
			BucketState known = remove(before, id(configuration));
			next.add((known != null)
					? known.replaceConfiguration(configuration, TokensInheritanceStrategy.PROPORTIONALLY, nanos)
					: full(configuration, nanos));
		}
		this.inUse = next.size();
		before.removeIf((bucket) -> bucket.getCurrentSize(0) >= capacity(bucket));
		next.addAll(before);
		this.buckets = next.toArray(BucketState[]::new);
	}

	private boolean fits(List<BucketConfiguration> configurations) {
		if (configurations.size() != this.inUse) {
			return false;
		}
		for (int i = 0; i < this.inUse; i++) {
			if (!configurations.get(i).equals(this.buckets[i].getConfiguration())) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable BucketState remove(List<BucketState> buckets, String id) {
		for (int i = 0; i < buckets.size(); i++) {
			if (id(buckets.get(i).getConfiguration()).equals(id)) {
				return buckets.remove(i);
			}
		}
		return null;
	}

	private static String id(BucketConfiguration configuration) {
		return configuration.getBandwidths()[0].getId();
	}

	private static long capacity(BucketState bucket) {
		return bucket.getConfiguration().getBandwidths()[0].getCapacity();
	}

	private static BucketState full(BucketConfiguration configuration, long nanos) {
		return BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, nanos);
	}

	/**
	 * How much is left of a rate.
	 * @param rate its index
	 * @return the number of tokens, negative if some were taken that are still to come
	 */
	long left(int rate) {
		return this.buckets[rate].getCurrentSize(0);
	}

	/**
	 * The rates in use.
	 * @return the rates
	 */
	List<Rate> rates() {
		return Arrays.stream(this.buckets, 0, this.inUse).map((bucket) -> rate(bucket.getConfiguration())).toList();
	}

	private static Rate rate(BucketConfiguration configuration) {
		Bandwidth bandwidth = configuration.getBandwidths()[0];
		return Rate.of(bandwidth.getRefillTokens(), Duration.ofNanos(bandwidth.getRefillPeriodNanos()),
				bandwidth.getCapacity());
	}

	/**
	 * What is left of each rate in use.
	 * @return the rates
	 */
	List<RemainingLimit> remaining() {
		List<RemainingLimit> left = new ArrayList<>();
		for (Rate rate : rates()) {
			long tokens = left(left.size());
			left.add(RemainingLimit.of(rate, tokens, rate.nanosUntilFull(tokens)));
		}
		return left;
	}

	/**
	 * How long it takes until tokens can be taken.
	 * @param rate the index of the rate
	 * @param cost how many
	 * @param nanos the time
	 * @return the time in nanoseconds, {@link Long#MAX_VALUE} if there are never so many
	 */
	long wait(int rate, long cost, long nanos) {
		return this.buckets[rate].calculateDelayNanosAfterWillBePossibleToConsume(cost, nanos, true);
	}

	/**
	 * Count what was used.
	 * @param cost how many tokens, negative to give them back
	 */
	void charge(long cost) {
		for (int i = 0; i < this.inUse; i++) {
			if (cost < 0) {
				this.buckets[i].addTokens(-cost);
			}
			else {
				this.buckets[i].consume(cost);
			}
		}
	}

	/**
	 * Fill all buckets up.
	 */
	void reset() {
		for (BucketState bucket : this.buckets) {
			bucket.reset();
		}
	}

	/**
	 * How long it takes until all buckets are full again, also those that this tier does
	 * not have.
	 * @param nanos the time
	 * @return the time in nanoseconds, 0 if they are
	 */
	long untilFull(long nanos) {
		long longest = 0;
		for (BucketState bucket : this.buckets) {
			longest = Math.max(longest, bucket.calculateFullRefillingTime(nanos));
		}
		return longest;
	}

	void write(DataOutputStream out) throws IOException {
		out.writeByte(this.inUse);
		out.writeByte(this.buckets.length);
		for (BucketState bucket : this.buckets) {
			Bandwidth bandwidth = bucket.getConfiguration().getBandwidths()[0];
			out.writeLong(bandwidth.getRefillTokens());
			out.writeLong(bandwidth.getRefillPeriodNanos());
			out.writeLong(bandwidth.getCapacity());
			BucketState.serialize(DataOutputSerializationAdapter.INSTANCE, out, bucket, Versions.getLatest(),
					Scope.PERSISTED_STATE);
		}
	}

	static RateCounts read(DataInputStream in) throws IOException {
		int inUse = in.readUnsignedByte();
		BucketState[] buckets = new BucketState[in.readUnsignedByte()];
		if (inUse > buckets.length) {
			throw new IOException("more buckets in use than there are");
		}
		for (int i = 0; i < buckets.length; i++) {
			buckets[i] = readBucket(in);
		}
		return new RateCounts(buckets, inUse);
	}

	private static BucketState readBucket(DataInputStream in) throws IOException {
		Rate rate = Rate.of(in.readLong(), Duration.ofNanos(in.readLong()), in.readLong());
		checkLength(in);
		BucketState state = BucketState.deserialize(DataOutputSerializationAdapter.INSTANCE, in);
		state.setConfiguration(LimitPlan.configuration(rate));
		return state;
	}

	// After type and version, which Bucket4j checks. It takes any length for true, so
	// that a wrong one could take all memory
	private static void checkLength(DataInputStream in) throws IOException {
		in.mark(HEADER_BYTES);
		in.skipNBytes(HEADER_BYTES - Integer.BYTES);
		if (in.readInt() != NUMBERS_OF_BUCKET) {
			throw new IOException("not the bucket of one rate");
		}
		in.reset();
	}

}
