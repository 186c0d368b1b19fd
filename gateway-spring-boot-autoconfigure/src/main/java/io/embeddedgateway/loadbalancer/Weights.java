package io.embeddedgateway.loadbalancer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.embeddedgateway.service.ServiceInstance;

/**
 * The instances that take part in a choice, with their weights. Those of weight 0 take no
 * part, unless all have it; then all count the same.
 */
final class Weights {

	private final ServiceInstance[] instances;

	private final int[] weights;

	// Where the share of each instance ends on a line as long as all weights together.
	private final long[] ends;

	private Weights(ServiceInstance[] instances, int[] weights) {
		this.instances = instances;
		this.weights = weights;
		this.ends = new long[weights.length];
		long end = 0;
		for (int i = 0; i < weights.length; i++) {
			end += weights[i];
			this.ends[i] = end;
		}
	}

	static Weights of(List<ServiceInstance> candidates) {
		// Read once, because they can change meanwhile.
		int[] weights = candidates.stream().mapToInt(ServiceInstance::weight).toArray();
		int[] weighted = IntStream.range(0, weights.length).filter((index) -> weights[index] > 0).toArray();
		if (weighted.length == 0) {
			Arrays.fill(weights, 1);
			return new Weights(candidates.toArray(ServiceInstance[]::new), weights);
		}
		return new Weights(Arrays.stream(weighted).mapToObj(candidates::get).toArray(ServiceInstance[]::new),
				Arrays.stream(weighted).map((index) -> weights[index]).toArray());
	}

	int size() {
		return this.instances.length;
	}

	ServiceInstance instance(int index) {
		return this.instances[index];
	}

	int weight(int index) {
		return this.weights[index];
	}

	long total() {
		return this.ends[this.ends.length - 1];
	}

	/**
	 * Draw an instance by weight.
	 * @param random where the randomness comes from
	 * @return the index of the instance
	 */
	int draw(RandomGenerator random) {
		return indexAt(random.nextLong(total()));
	}

	/**
	 * Draw an instance by weight, of all but one.
	 * @param drawn the index of the instance that is left out
	 * @param random where the randomness comes from
	 * @return the index of the other instance
	 */
	int drawOther(int drawn, RandomGenerator random) {
		int weight = this.weights[drawn];
		long position = random.nextLong(total() - weight);
		return indexAt((position < this.ends[drawn] - weight) ? position : position + weight);
	}

	private int indexAt(long position) {
		int low = 0;
		int high = this.ends.length - 1;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (position < this.ends[middle]) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return low;
	}

}
