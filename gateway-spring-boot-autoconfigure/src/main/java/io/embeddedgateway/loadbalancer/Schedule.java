package io.embeddedgateway.loadbalancer;

import java.util.Arrays;

import io.embeddedgateway.service.ServiceInstance;

/**
 * The turns of the instances in one round: each as often as its weight says, and so
 * spread that no instance is ever a whole turn ahead of its share, or behind it.
 * <p>
 * A round is as short as the weights allow: 10, 20 and 30 make one of 6 turns. If they
 * would need more than 10,000, they are scaled down to about that many, and each instance
 * keeps at least one turn. The number of turns of each is then rounded, which shifts the
 * shares of {@code n} instances by at most {@code (n + 1) / (10,000 - n)}.
 */
final class Schedule {

	private static final int MAX_TURNS = 10_000;

	private final ServiceInstance[] turns;

	private Schedule(ServiceInstance[] turns) {
		this.turns = turns;
	}

	static Schedule of(Weights weights) {
		int[] counts = counts(weights);
		ServiceInstance[] turns = new ServiceInstance[Arrays.stream(counts).sum()];
		if (turns.length == counts.length) {
			Arrays.setAll(turns, weights::instance);
		}
		else {
			spread(weights, counts, turns);
		}
		return new Schedule(turns);
	}

	ServiceInstance at(int position) {
		return this.turns[Integer.remainderUnsigned(position, this.turns.length)];
	}

	int length() {
		return this.turns.length;
	}

	private static int[] counts(Weights weights) {
		int divisor = 0;
		for (int i = 0; i < weights.size(); i++) {
			divisor = greatestCommonDivisor(weights.weight(i), divisor);
		}
		int[] counts = new int[weights.size()];
		long total = weights.total() / divisor;
		long turns = Math.min(total, Math.max(MAX_TURNS, counts.length));
		for (int i = 0; i < counts.length; i++) {
			long weight = weights.weight(i) / divisor;
			counts[i] = (int) Math.max(1, (weight * turns + total / 2) / total);
		}
		return counts;
	}

	private static int greatestCommonDivisor(int left, int right) {
		return (right == 0) ? left : greatestCommonDivisor(right, left % right);
	}

	// Proportionate progress (Baruah et al., 1996): of those that are behind their share
	// at the end of this turn, the one whose next turn is due first.
	private static void spread(Weights weights, int[] counts, ServiceInstance[] turns) {
		long[] taken = new long[counts.length];
		for (int turn = 0; turn < turns.length; turn++) {
			int next = -1;
			for (int i = 0; i < counts.length; i++) {
				boolean behind = taken[i] * turns.length < (turn + 1L) * counts[i];
				if (behind && (next < 0 || (taken[i] + 1) * counts[next] < (taken[next] + 1) * counts[i])) {
					next = i;
				}
			}
			taken[next]++;
			turns[turn] = weights.instance(next);
		}
	}

}
