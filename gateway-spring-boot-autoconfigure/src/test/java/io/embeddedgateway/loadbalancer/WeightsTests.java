package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class WeightsTests {

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	@Test
	void leavesOutWhatHasNoWeight() {
		List<ServiceInstance> candidates = Candidates.ofWeights(0, 3, 0, 2);
		Weights weights = Weights.of(candidates);
		assertThat(weights.size()).isEqualTo(2);
		assertThat(weights.instance(0)).isSameAs(candidates.get(1));
		assertThat(weights.instance(1)).isSameAs(candidates.get(3));
		assertThat(weights.total()).isEqualTo(5);
	}

	@Test
	void allCountTheSameWhenNoneHasWeight() {
		Weights weights = Weights.of(Candidates.ofWeights(0, 0, 0));
		assertThat(weights.size()).isEqualTo(3);
		assertThat(IntStream.range(0, 3).map(weights::weight)).containsOnly(1);
	}

	@Test
	void drawsByWeight() {
		int[] shares = { 1, 2, 3, 4, 90 };
		Weights weights = Weights.of(Candidates.ofWeights(shares));
		int[] counts = new int[shares.length];
		for (int i = 0; i < 100_000; i++) {
			counts[weights.draw(this.random)]++;
		}
		Candidates.assertDistributed(counts, shares, this.seed);
	}

	@Test
	void drawsTheOtherByWeightAmongTheOthers() {
		int[] shares = { 1, 2, 3, 4, 90 };
		Weights weights = Weights.of(Candidates.ofWeights(shares));
		for (int drawn = 0; drawn < shares.length; drawn++) {
			int[] counts = new int[shares.length];
			for (int i = 0; i < 20_000; i++) {
				counts[weights.drawOther(drawn, this.random)]++;
			}
			int[] expected = shares.clone();
			expected[drawn] = 0;
			Candidates.assertDistributed(counts, expected, this.seed);
		}
	}

	@Test
	void drawsTheOtherAtOnceHoweverUnequalTheyAre() {
		Weights weights = Weights.of(Candidates.ofWeights(1_000_000, 1));
		assertThat(IntStream.range(0, 1_000).map((i) -> weights.drawOther(0, this.random))).containsOnly(1);
		assertThat(IntStream.range(0, 1_000).map((i) -> weights.drawOther(1, this.random))).containsOnly(0);
	}

	@Test
	void totalDoesNotOverflow() {
		int[] shares = IntStream.generate(() -> 1_000_000).limit(5_000).toArray();
		Weights weights = Weights.of(Candidates.ofWeights(shares));
		assertThat(weights.total()).isEqualTo(5_000_000_000L);
		assertThat(IntStream.range(0, 1_000).map((i) -> weights.draw(this.random)).summaryStatistics().getMax())
			.isGreaterThan(4_000);
	}

}
