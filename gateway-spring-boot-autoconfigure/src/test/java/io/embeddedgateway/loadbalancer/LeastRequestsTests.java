package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class LeastRequestsTests {

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final LeastRequests loadBalancer = new LeastRequests(() -> this.random);

	@ParameterizedTest
	@ValueSource(ints = { 2, 4, 5, 20 })
	void idleInstancesShareEvenly(int size) {
		int[] weights = IntStream.generate(() -> 1).limit(size).toArray();
		Candidates.assertDistributed(count(100_000, Candidates.ofWeights(weights)), weights, this.seed);
	}

	@Test
	void idleInstancesShareByWeight() {
		for (int[] weights : new int[][] { { 9, 1 }, { 5, 1, 1 }, { 1, 2, 3, 4, 5, 85 } }) {
			Candidates.assertDistributed(count(100_000, Candidates.ofWeights(weights)), weights, this.seed);
		}
	}

	@Test
	void fewAreAllLookedAt() {
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 1, 1, 1);
		begin(candidates.get(0), 3);
		begin(candidates.get(1), 1);
		begin(candidates.get(2), 2);
		begin(candidates.get(3), 3);
		assertThat(count(1_000, candidates)).containsExactly(0, 1_000, 0, 0);
	}

	@Test
	void tiesAmongFewAreBrokenAtRandom() {
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 1, 1, 1);
		candidates.forEach((candidate) -> begin(candidate, 1));
		begin(candidates.get(0), 1);
		Candidates.assertDistributed(count(100_000, candidates), new int[] { 0, 1, 1, 1 }, this.seed);
	}

	@Test
	void worstOfManyIsNeverChosenBecauseTheTwoDrawnDiffer() {
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 1, 1, 1, 1, 1);
		begin(candidates.get(2), 1);
		assertThat(count(10_000, candidates)[2]).isZero();
	}

	@Test
	void bestOfManyIsChosenWheneverItIsDrawn() {
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
		candidates.subList(1, 10).forEach((candidate) -> begin(candidate, 5));
		// Drawn as one of two of ten: 2/10. The others share the rest.
		int[] expected = { 18, 8, 8, 8, 8, 8, 8, 8, 8, 8 };
		Candidates.assertDistributed(count(100_000, candidates), expected, this.seed);
	}

	@Test
	void requestsInFlightCountForTheirWeight() {
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 3);
		begin(candidates.get(0), 1);
		begin(candidates.get(1), 4);
		// (1 + 1) / 1 against (4 + 1) / 3.
		assertThat(count(1_000, candidates)).containsExactly(0, 1_000);
		begin(candidates.get(1), 2);
		// (1 + 1) / 1 against (6 + 1) / 3.
		assertThat(count(1_000, candidates)).containsExactly(1_000, 0);
	}

	@Test
	void requestsInFlightSettleInProportionToTheWeights() {
		List<ServiceInstance> candidates = Candidates.ofWeights(3, 2, 1);
		beginChosen(600, candidates);
		assertThat(candidates.get(0).inFlight()).isBetween(299, 301);
		assertThat(candidates.get(1).inFlight()).isBetween(199, 201);
		assertThat(candidates.get(2).inFlight()).isBetween(99, 101);
	}

	@Test
	void requestsInFlightStayCloseAmongMany() {
		List<ServiceInstance> candidates = Candidates.ofWeights(IntStream.generate(() -> 1).limit(50).toArray());
		beginChosen(5_000, candidates);
		assertThat(candidates).as("with seed %d", this.seed)
			.allSatisfy((candidate) -> assertThat(candidate.inFlight()).isBetween(90, 104));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 10 })
	void weightOfZeroGetsNothing(int size) {
		int[] weights = IntStream.range(0, size).map((index) -> (index == 1) ? 0 : 1).toArray();
		List<ServiceInstance> candidates = Candidates.ofWeights(weights);
		candidates.stream().filter((candidate) -> candidate.weight() > 0).forEach((candidate) -> begin(candidate, 9));
		assertThat(count(10_000, candidates)[1]).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 10 })
	void oneWithWeightGetsEverything(int size) {
		int[] weights = new int[size];
		weights[2] = 1;
		assertThat(count(1_000, Candidates.ofWeights(weights))[2]).isEqualTo(1_000);
	}

	@Test
	void allOfZeroShareEvenly() {
		int[] counts = count(100_000, Candidates.ofWeights(0, 0, 0, 0, 0));
		Candidates.assertDistributed(counts, new int[] { 1, 1, 1, 1, 1 }, this.seed);
	}

	@Test
	void otherCandidatesAreSeenAtOnce() {
		List<ServiceInstance> before = Candidates.ofWeights(1, 1, 1, 1, 1);
		List<ServiceInstance> after = before.subList(0, 2);
		assertThat(count(1_000, before)).doesNotContain(0);
		assertThat(count(1_000, after)).doesNotContain(0);
		assertThat(count(1_000, before)).doesNotContain(0);
	}

	private int[] count(int choices, List<ServiceInstance> candidates) {
		return Candidates.count(choices, candidates, () -> Candidates.choose(this.loadBalancer, candidates));
	}

	private void beginChosen(int requests, List<ServiceInstance> candidates) {
		for (int i = 0; i < requests; i++) {
			Candidates.choose(this.loadBalancer, candidates).begin();
		}
	}

	private static void begin(ServiceInstance instance, int requests) {
		for (int i = 0; i < requests; i++) {
			instance.begin();
		}
	}

}
