package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class WeightedRandomTests {

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final WeightedRandom loadBalancer = new WeightedRandom(() -> this.random);

	@Test
	void sharesByWeight() {
		int[] weights = { 5, 1, 0, 4 };
		Candidates.assertDistributed(count(Candidates.ofWeights(weights)), weights, this.seed);
	}

	@Test
	void allOfZeroShareEvenly() {
		Candidates.assertDistributed(count(Candidates.ofWeights(0, 0)), new int[] { 1, 1 }, this.seed);
	}

	@Test
	void otherCandidatesAreSeenAtOnce() {
		assertThat(count(Candidates.ofWeights(1, 1, 1))).doesNotContain(0);
		assertThat(count(Candidates.ofWeights(0, 1))).containsExactly(0, 100_000);
	}

	private int[] count(List<ServiceInstance> candidates) {
		return Candidates.count(100_000, candidates, () -> Candidates.choose(this.loadBalancer, candidates));
	}

}
