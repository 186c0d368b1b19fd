package io.embeddedgateway.ratelimit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What this gateway believes of one key that gateways share, and what it has used since
 * it told the others.
 */
final class SyncedBucket {

	private final String key;

	private final AtomicReference<Belief> belief;

	private final AtomicBoolean listed = new AtomicBoolean();

	// Follows the plan of the last request
	private volatile LimitPlan plan;

	/**
	 * Create a bucket.
	 * @param key the key
	 * @param plan its limits
	 * @param stored what the store says of it
	 */
	SyncedBucket(String key, LimitPlan plan, LimitState stored) {
		this.key = key;
		this.plan = plan;
		this.belief = new AtomicReference<>(new Belief(stored, 0));
	}

	String key() {
		return this.key;
	}

	LimitPlan plan() {
		return this.plan;
	}

	/**
	 * Put it on the list of those that the store is asked for.
	 * @return whether it was not on it
	 */
	boolean list() {
		return !this.listed.get() && this.listed.compareAndSet(false, true);
	}

	/**
	 * Take it from the list.
	 * @return how much was used of which the store does not know
	 */
	long unlist() {
		this.listed.set(false);
		return belief().used();
	}

	Allowance apply(LimitOperation operation, LimitPlan plan, LimitTime now) {
		this.plan = plan;
		long cost = cost(operation);
		while (true) {
			Belief before = belief();
			LimitState after = before.state().copy();
			Allowance allowance = after.apply(operation, plan, now);
			if (!allowance.granted() || this.belief.compareAndSet(before, new Belief(after, before.used() + cost))) {
				return allowance;
			}
		}
	}

	/**
	 * Believe the store.
	 * @param stored what it says
	 * @param told how much of what was used it knows of
	 * @param now the time
	 */
	void believe(LimitState stored, long told, LimitTime now) {
		while (true) {
			Belief before = belief();
			LimitState after = stored.copy();
			long used = before.used() - told;
			after.apply(new LimitOperation.Charge(used), this.plan, now);
			if (this.belief.compareAndSet(before, new Belief(after, used))) {
				return;
			}
		}
	}

	private Belief belief() {
		return Objects.requireNonNull(this.belief.get());
	}

	private static long cost(LimitOperation operation) {
		if (operation instanceof LimitOperation.Take take) {
			return take.cost();
		}
		return (operation instanceof LimitOperation.Charge charge) ? charge.cost() : 0;
	}

	private record Belief(LimitState state, long used) {
	}

}
