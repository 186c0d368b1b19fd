package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinTests {

	@Test
	void equalInstancesTakeTurns() {
		List<ServiceInstance> candidates = Candidates.ofWeights(7, 7, 7);
		RoundRobin loadBalancer = new RoundRobin(() -> 1);
		assertThat(IntStream.range(0, 6).mapToObj((i) -> Candidates.choose(loadBalancer, candidates))).containsExactly(
				candidates.get(1), candidates.get(2), candidates.get(0), candidates.get(1), candidates.get(2),
				candidates.get(0));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 6, 1_000, -1_000_000, Integer.MIN_VALUE, 2_147_000_000 })
	void wholeRoundsAreExactWhereverTheyStart(int start) {
		assertThat(count(new RoundRobin(() -> start), 7_000, Candidates.ofWeights(5, 1, 1))).containsExactly(5_000,
				1_000, 1_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MAX_VALUE - 3, -4 })
	void positionMayOverflow(int start) {
		int[] counts = count(new RoundRobin(() -> start), 30, Candidates.ofWeights(1, 1, 1));
		// At -1 the turns jump, once in four billion requests.
		assertThat(IntStream.of(counts)).allMatch((count) -> count >= 9);
	}

	@Test
	void weightOfZeroGetsNothing() {
		assertThat(count(new RoundRobin(() -> 0), 40, Candidates.ofWeights(3, 0, 1))).containsExactly(30, 0, 10);
	}

	@Test
	void allOfZeroTakeTurns() {
		assertThat(count(new RoundRobin(() -> 0), 30, Candidates.ofWeights(0, 0, 0))).containsExactly(10, 10, 10);
	}

	@Test
	void otherCandidatesAreSeenAtOnce() {
		RoundRobin loadBalancer = new RoundRobin(() -> 0);
		List<ServiceInstance> before = Candidates.ofWeights(1, 1, 1);
		List<ServiceInstance> after = Candidates.ofWeights(1, 2);
		assertThat(count(loadBalancer, 4, before)).containsExactly(2, 1, 1);
		assertThat(count(loadBalancer, 30, after)).containsExactly(10, 20);
		assertThat(count(loadBalancer, 30, before)).containsExactly(10, 10, 10);
	}

	@Test
	void wholeRoundsOfManyThreadsAreExact() throws Exception {
		RoundRobin loadBalancer = new RoundRobin(() -> 3);
		List<ServiceInstance> candidates = Candidates.ofWeights(5, 1, 1);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			CompletableFuture.allOf(IntStream.range(0, 8).mapToObj((thread) -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 7_000; i++) {
					Candidates.choose(loadBalancer, candidates).begin();
				}
			}, threads)).toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(candidates).extracting(ServiceInstance::inFlight).containsExactly(40_000, 8_000, 8_000);
	}

	@Test
	void attemptsThatLeaveOthersOutDoNotDisturbTheTurns() {
		RoundRobin loadBalancer = new RoundRobin(() -> 0);
		List<ServiceInstance> all = Candidates.ofWeights(1, 1, 1, 1);
		int[] counts = Candidates.count(4_000, all, () -> {
			Candidates.choose(loadBalancer, List.copyOf(all.subList(1, 4)));
			return Candidates.choose(loadBalancer, all);
		});
		assertThat(counts).containsExactly(1_000, 1_000, 1_000, 1_000);
	}

	private static int[] count(RoundRobin loadBalancer, int choices, List<ServiceInstance> candidates) {
		return Candidates.count(choices, candidates, () -> Candidates.choose(loadBalancer, candidates));
	}

}
