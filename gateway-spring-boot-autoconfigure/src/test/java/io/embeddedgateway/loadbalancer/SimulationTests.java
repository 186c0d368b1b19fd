package io.embeddedgateway.loadbalancer;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What load balancers make of instances that are not all alike. Ten instances carry 2,000
 * requests in a second if nothing is wrong with them.
 */
class SimulationTests {

	@ParameterizedTest
	@MethodSource("policies")
	void equalInstancesGetEqualShares(LoadBalancerPolicy policy) {
		SimulationResult result = Simulation.of(10, policy).run(1_000, 20);
		assertThat(result.requests()).isBetween(17_000, 19_000);
		assertThat(result.failures()).isZero();
		for (int i = 0; i < 10; i++) {
			// A hash shares 1,000 keys, not requests
			assertThat(result.share(i)).isCloseTo(10, Offset.offset((policy.key() != null) ? 4.0 : 1.5));
		}
	}

	@Test
	void slowInstancesDelayOnlyLoadBalancersThatDoNotLook() {
		double blind = unequal("round-robin").millis(99);
		assertThat(unequal("least-requests").millis(99)).isLessThan(blind / 1.5);
		assertThat(unequal("least-time").millis(99)).isLessThan(blind / 1.5);
	}

	@Test
	void slowInstancesGetLessByLookingAtTheTime() {
		SimulationResult requests = unequal("least-requests");
		SimulationResult time = unequal("least-time");
		assertThat(time.share(0)).isLessThan(requests.share(0)).isBetween(0.5, 9.0);
		assertThat(unequal("round-robin").share(0)).isCloseTo(10, Offset.offset(0.1));
	}

	private static SimulationResult unequal(String name) {
		Simulation simulation = Simulation.of(10, LoadBalancerPolicy.of(name));
		simulation.server(0).takes(60);
		simulation.server(1).takes(60);
		return simulation.run(700, 20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "least-requests", "least-time" })
	void stalledInstanceGetsFewRequests(String name) {
		Simulation simulation = Simulation.of(10, LoadBalancerPolicy.of(name));
		simulation.at(5, (running) -> running.server(3).stalled(true));
		SimulationResult result = simulation.run(1_000, 20);
		assertThat(result.failures()).isLessThan(name.equals("least-time") ? 0.5 : 1.5);
		Simulation blind = Simulation.of(10, LoadBalancerPolicy.of("round-robin"));
		blind.at(5, (running) -> running.server(3).stalled(true));
		assertThat(blind.run(1_000, 20).failures()).isGreaterThan(7);
	}

	@Test
	void instanceThatFailsFastAttractsNobodyUnderLeastTime() {
		assertThat(failing("least-time").share(3)).isLessThan(1);
		assertThat(failing("least-requests").share(3)).isGreaterThan(10);
		assertThat(failing("round-robin").share(3)).isCloseTo(10, Offset.offset(0.1));
	}

	private static SimulationResult failing(String name) {
		Simulation simulation = Simulation.of(10, LoadBalancerPolicy.of(name));
		simulation.server(3).failing(true);
		return simulation.run(1_000, 20);
	}

	@Test
	void flappingInstanceDoesNoMoreHarmThanItsShareUnderLeastTime() {
		Simulation simulation = Simulation.of(10, LoadBalancerPolicy.of("least-time"));
		for (int i = 2; i < 30; i++) {
			boolean failing = i % 2 == 0;
			simulation.at(i, (running) -> running.server(3).failing(failing));
		}
		SimulationResult result = simulation.run(1_000, 30);
		assertThat(result.share(3)).isLessThan(10);
		assertThat(result.failures()).isLessThan(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "least-requests", "least-time", "round-robin", "random" })
	void nobodyRushesToAnInstanceThatReturns(String name) {
		SimulationResult result = returning(LoadBalancerPolicy.of(name));
		assertThat(result.inSecond(3, 9)).isZero();
		assertThat(result.inSecond(3, 10)).isBetween(60, 160);
		assertThat(result.millis(99)).isLessThan(150);
	}

	@ParameterizedTest
	@ValueSource(strings = { "least-requests", "least-time", "round-robin", "random" })
	void shareOfAnInstanceThatReturnsGrowsWithSlowStart(String name) {
		SimulationResult result = returning(LoadBalancerPolicy.of(name), SlowStartPolicy.of(Duration.ofSeconds(10)));
		// A tenth of 100 in the first second, then one more tenth in each
		assertThat(result.inSecond(3, 10)).isBetween(5, 14);
		assertThat(result.inSecond(3, 14)).isBetween(35, 62);
		assertThat(result.inSecond(3, 17)).isBetween(58, 95);
		assertThat(IntStream.range(21, 29).map((second) -> result.inSecond(3, second)).average().orElseThrow())
			.isBetween(85.0, 115.0);
	}

	private static SimulationResult returning(Object... policies) {
		Object holder = new Object();
		return Simulation.of(10, policies)
			.at(4, (running) -> running.service().instances().get(3).condition().suspend(holder, "test"))
			.at(10, (running) -> running.service().instances().get(3).condition().resume(holder, "test"))
			.run(1_000, 30);
	}

	@Test
	void shareOfAnInstanceThatJoinsGrowsWithSlowStart() {
		SimulationResult plain = joining(LoadBalancerPolicy.of("least-time"));
		assertThat(plain.inSecond(10, 10)).isBetween(50, 170);
		SimulationResult slow = joining(LoadBalancerPolicy.of("least-time"),
				SlowStartPolicy.of(Duration.ofSeconds(10)));
		assertThat(slow.inSecond(10, 10)).isBetween(4, 13);
		assertThat(slow.inSecond(10, 15)).isBetween(35, 70);
	}

	private static SimulationResult joining(Object... policies) {
		List<Instance> eleven = IntStream.range(0, 11).mapToObj(Candidates::instance).toList();
		return Simulation.of(10, policies).at(10, (running) -> running.service().update(eleven)).run(1_000, 30);
	}

	@Test
	void boundKeepsAPopularKeyFromOverloadingItsInstance() {
		SimulationResult unbound = skewed(LoadBalancerPolicy.hash("header:X-User"));
		SimulationResult bound = skewed(LoadBalancerPolicy.hash("header:X-User").withBoundedLoad(Percentage.of(125)));
		assertThat(bound.millis(99)).isLessThan(unbound.millis(99) / 2);
	}

	private static SimulationResult skewed(LoadBalancerPolicy policy) {
		return Simulation.of(10, policy).run(1_700, 20);
	}

	@Test
	void zoneSpillsOverAsItsInstancesFail() {
		List<Instance> instances = IntStream.range(0, 10)
			.mapToObj((i) -> Candidates.instance(i).withZone((i < 5) ? "a" : "b"))
			.toList();
		Service definition = Service.builder("orders").instances(instances).build();
		assertThat(own(new Simulation(42, definition, "a"))).isEqualTo(100);
		Simulation ailing = new Simulation(42, definition, "a");
		Stream.of(0, 1, 2).forEach((i) -> ailing.service().instances().get(i).condition().suspend(this, "test"));
		assertThat(own(ailing)).isCloseTo(56, Offset.offset(2.0));
	}

	private static double own(Simulation simulation) {
		SimulationResult result = simulation.run(500, 20);
		return IntStream.range(0, 5).mapToDouble(result::share).sum();
	}

	static Stream<LoadBalancerPolicy> policies() {
		return Stream.concat(
				Stream.of("least-requests", "least-time", "round-robin", "random").map(LoadBalancerPolicy::of),
				Stream.of(LoadBalancerPolicy.hash("header:X-User")));
	}

}
