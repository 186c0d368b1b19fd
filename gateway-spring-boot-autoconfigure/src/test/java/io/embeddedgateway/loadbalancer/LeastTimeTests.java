package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class LeastTimeTests {

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private long now;

	private final LeastTime loadBalancer = new LeastTime(() -> this.random, () -> this.now);

	@ParameterizedTest
	@ValueSource(ints = { 2, 4, 5, 20 })
	void instancesThatNothingIsKnownAboutShareEvenly(int size) {
		List<ServiceInstance> candidates = instances(IntStream.generate(() -> 1).limit(size).toArray());
		Candidates.assertDistributed(count(50_000, candidates), IntStream.generate(() -> 1).limit(size).toArray(),
				this.seed);
	}

	@Test
	void fastestOfFewIsChosen() {
		List<ServiceInstance> candidates = instances(1, 1, 1);
		respond(candidates, 30, 10, 20);
		assertThat(count(1_000, candidates)).containsExactly(0, 1_000, 0);
	}

	@Test
	void slowestOfManyIsNeverChosenBecauseTheTwoDrawnDiffer() {
		List<ServiceInstance> candidates = instances(1, 1, 1, 1, 1, 1);
		respond(candidates, 20, 20, 90, 20, 20, 20);
		assertThat(count(10_000, candidates)[2]).isZero();
	}

	@Test
	void requestsInFlightCountForTheTimeThatTheyTake() {
		List<ServiceInstance> candidates = instances(1, 1);
		respond(candidates, 10, 45);
		begin(candidates.get(0), 3);
		// 10 * (3 + 1) against 45 * (0 + 1)
		assertThat(count(100, candidates)).containsExactly(100, 0);
		begin(candidates.get(0), 1);
		assertThat(count(100, candidates)).containsExactly(0, 100);
	}

	@Test
	void weightCounts() {
		List<ServiceInstance> candidates = instances(1, 3);
		respond(candidates, 10, 29);
		assertThat(count(100, candidates)).containsExactly(0, 100);
		respond(candidates, 10, 31);
		assertThat(count(100, candidates)).containsExactly(100, 0);
	}

	@Test
	void hugeWeightAndNone() {
		List<ServiceInstance> candidates = instances(0, 1, 1_000_000);
		respond(candidates, 1, 1, 500);
		assertThat(count(100, candidates)).containsExactly(0, 0, 100);
	}

	@Test
	void slowInstanceGetsAnotherChanceWithTime() {
		List<ServiceInstance> candidates = instances(1, 1);
		respond(candidates, 10, 200);
		for (int i = 0; i < 40; i++) {
			this.now += TimeUnit.SECONDS.toNanos(1);
			candidates.get(0).responded(200, TimeUnit.MILLISECONDS.toNanos(10));
		}
		assertThat(count(100, candidates)).containsExactly(0, 100);
	}

	@Test
	void instanceThatOwesAResponseIsLeft() {
		List<ServiceInstance> candidates = instances(1, 1);
		respond(candidates, 10, 10);
		candidates.get(0).begin();
		begin(candidates.get(1), 1);
		this.now += TimeUnit.MILLISECONDS.toNanos(50);
		candidates.get(1).responded(200, TimeUnit.MILLISECONDS.toNanos(10));
		assertThat(count(100, candidates)).containsExactly(0, 100);
		candidates.get(0).end(CallOutcome.UNKNOWN, 50);
		assertThat(count(100, candidates)[0]).isPositive();
	}

	@Test
	void instanceThatJoinsIsNotFlooded() {
		LiveService service = service(Candidates.instance(0), Candidates.instance(1));
		respond(service.instances(), 10, 20);
		service.update(List.of(Candidates.instance(0), Candidates.instance(1), Candidates.instance(2)));
		int[] counts = Candidates.count(9, service.availability().candidates(), () -> {
			ServiceInstance chosen = Candidates.choose(this.loadBalancer, service.availability().candidates());
			chosen.begin();
			return chosen;
		});
		// It counts as 15 ms: 6 requests in flight at the first, 2 or 3 at the others
		assertThat(counts[0]).isGreaterThan(counts[2]);
		assertThat(counts[2]).isBetween(2, 3);
	}

	@Test
	void timeStaysWithAnInstanceWhoseWeightChanges() {
		LiveService service = service(Candidates.instance(0), Candidates.instance(1));
		respond(service.instances(), 10, 20);
		service.update(List.of(Candidates.instance(0).withWeight(2), Candidates.instance(1).withWeight(2)));
		assertThat(count(100, service.availability().candidates())).containsExactly(100, 0);
	}

	private int[] count(int choices, List<ServiceInstance> candidates) {
		return Candidates.count(choices, candidates, () -> Candidates.choose(this.loadBalancer, candidates));
	}

	private List<ServiceInstance> instances(int... weights) {
		return service(IntStream.range(0, weights.length)
			.mapToObj((i) -> Candidates.instance(i).withWeight(weights[i]))
			.toArray(Instance[]::new)).availability().candidates();
	}

	private LiveService service(Instance... instances) {
		LiveService service = Candidates.service(() -> this.now, instances);
		service.observe(this.loadBalancer);
		return service;
	}

	private static void respond(List<ServiceInstance> instances, int... millis) {
		for (int i = 0; i < millis.length; i++) {
			instances.get(i).responded(200, TimeUnit.MILLISECONDS.toNanos(millis[i]));
		}
	}

	private static void begin(ServiceInstance instance, int requests) {
		for (int i = 0; i < requests; i++) {
			instance.begin();
		}
	}

}
