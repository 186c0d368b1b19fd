package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleTests {

	@Test
	void heavyInstanceIsSpreadOverTheRound() {
		assertThat(turns(5, 1, 1)).containsExactly(0, 0, 0, 1, 0, 0, 2);
		assertThat(longestRun(turns(5, 1, 1), 0)).isEqualTo(3);
	}

	@Test
	void turnsAlternateWhereTheyCan() {
		assertThat(longestRun(turns(2, 1, 1), 0)).isOne();
		assertThat(longestRun(turns(3, 2), 0)).isEqualTo(2);
		assertThat(longestRun(turns(10, 10, 10), 0)).isOne();
	}

	@Test
	void roundIsAsShortAsTheWeightsAllow() {
		assertThat(turns(10, 20, 30)).hasSize(6);
		assertThat(turns(1_000_000, 1_000_000)).hasSize(2);
		assertThat(turns(9_999, 1)).hasSize(10_000);
	}

	@Test
	void sharesAreExactAndNobodyIsEverAWholeTurnAheadOrBehind() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int sample = 0; sample < 200; sample++) {
			int[] weights = random.ints(2 + random.nextInt(8), 1, 100).toArray();
			int[] turns = turns(weights);
			double total = IntStream.of(weights).sum();
			int[] taken = new int[weights.length];
			for (int i = 0; i < turns.length; i++) {
				taken[turns[i]]++;
				for (int j = 0; j < weights.length; j++) {
					assertThat(Math.abs(taken[j] - weights[j] / total * (i + 1)))
						.as("instance %d after turn %d with seed %d", j, i, seed)
						.isLessThan(1);
				}
			}
			for (int j = 0; j < weights.length; j++) {
				assertThat(taken[j] * (long) total).as("with seed %d", seed)
					.isEqualTo(weights[j] * (long) turns.length);
			}
		}
	}

	@Test
	void longRoundsAreScaledDownWithinTheirBound() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int sample = 0; sample < 50; sample++) {
			int[] weights = random.ints(2 + random.nextInt(20), 1, 1_000_001).toArray();
			int[] turns = turns(weights);
			double total = IntStream.of(weights).sum();
			double bound = (weights.length + 1.0) / (10_000 - weights.length);
			for (int j = 0; j < weights.length; j++) {
				int index = j;
				long taken = IntStream.of(turns).filter((turn) -> turn == index).count();
				assertThat(taken).as("with seed %d", seed).isPositive();
				assertThat(taken / (double) turns.length).as("with seed %d", seed)
					.isCloseTo(weights[j] / total, Offset.offset(bound));
			}
			assertThat(turns).hasSizeLessThan(10_000 + weights.length);
		}
	}

	@Test
	void lightestInstanceKeepsATurn() {
		int[] turns = turns(1_000_000, 1);
		assertThat(turns).hasSizeLessThanOrEqualTo(10_001);
		assertThat(IntStream.of(turns).filter((turn) -> turn == 1).count()).isOne();
	}

	@Test
	void manyInstancesAllHaveATurn() {
		int[] weights = IntStream.range(0, 3_000).map((index) -> 1 + index % 7).toArray();
		assertThat(IntStream.of(turns(weights)).distinct().count()).isEqualTo(3_000);
	}

	private static int[] turns(int... weights) {
		List<ServiceInstance> candidates = Candidates.ofWeights(weights);
		Schedule schedule = Schedule.of(Weights.of(candidates));
		return IntStream.range(0, schedule.length()).map((turn) -> candidates.indexOf(schedule.at(turn))).toArray();
	}

	/**
	 * The longest run, also from one round to the next.
	 * @param turns the turns of one round
	 * @param index who runs
	 * @return the length of the run
	 */
	private static int longestRun(int[] turns, int index) {
		int longest = 0;
		int run = 0;
		for (int i = 0; i < 2 * turns.length; i++) {
			run = (turns[i % turns.length] == index) ? run + 1 : 0;
			longest = Math.max(longest, run);
		}
		return longest;
	}

}
