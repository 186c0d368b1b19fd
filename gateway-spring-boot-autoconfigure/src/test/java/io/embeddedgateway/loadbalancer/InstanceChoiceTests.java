package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.AvailabilityPolicy;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.WhenNoneAvailable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InstanceChoiceTests {

	@ParameterizedTest
	@MethodSource("policies")
	void attemptsGoToOtherInstancesAsLongAsThereAreSome(LoadBalancerPolicy policy) {
		for (int size : new int[] { 2, 3, 8 }) {
			InstanceChoice choice = choice(null, policy, equal(size));
			for (int i = 0; i < 50; i++) {
				GatewayExchange exchange = Candidates.exchangeOf("user" + i);
				Attempts.keep(exchange);
				Set<ServiceInstance> tried = new HashSet<>();
				for (int attempt = 0; attempt < size; attempt++) {
					assertThat(tried.add(choice.choose(exchange))).isTrue();
				}
				assertThat(choice.choose(exchange)).as("once more").isIn(tried);
			}
		}
	}

	@Test
	void secondAttemptOfAKeyGoesToItsSecondInstance() {
		InstanceChoice choice = choice(null, LoadBalancerPolicy.hash("header:X-User"), equal(5));
		for (int i = 0; i < 100; i++) {
			GatewayExchange exchange = Candidates.exchangeOf("user" + i);
			Attempts.keep(exchange);
			ServiceInstance first = choice.choose(exchange);
			ServiceInstance second = choice.choose(exchange);
			first.condition().suspend(this, "test");
			assertThat(choice.choose(Candidates.exchangeOf("user" + i))).isSameAs(second);
			first.condition().resume(this, "test");
		}
	}

	@Test
	void roundRobinStaysFairAmongRetries() {
		InstanceChoice choice = choice(null, LoadBalancerPolicy.of("round-robin"), equal(4));
		Map<ServiceInstance, Integer> firsts = new HashMap<>();
		Map<ServiceInstance, Integer> retries = new HashMap<>();
		for (int i = 0; i < 4_000; i++) {
			GatewayExchange exchange = Candidates.exchange();
			Attempts.keep(exchange);
			firsts.merge(choice.choose(exchange), 1, Integer::sum);
			if (i % 3 == 0) {
				retries.merge(choice.choose(exchange), 1, Integer::sum);
			}
		}
		assertThat(firsts.values()).containsExactlyInAnyOrder(1_000, 1_000, 1_000, 1_000);
		assertThat(retries.values()).hasSize(4).allMatch((count) -> count >= 230 && count <= 440);
	}

	@Test
	void attemptsLeaveTheZoneAndTheLevelOnceAllOfItWereTried() {
		InstanceChoice choice = choice("a", null, Candidates.instance(0).withZone("a"),
				Candidates.instance(1).withZone("b"), Candidates.instance(2).withPriority(1));
		GatewayExchange exchange = Candidates.exchange();
		Attempts.keep(exchange);
		assertThat(Stream.generate(() -> choice.choose(exchange)).limit(3)).extracting(ServiceInstance::id)
			.containsExactly("http://i0:8080", "http://i1:8080", "http://i2:8080");
	}

	@Test
	void instanceOnTrialDoesNotBlockItsZone() {
		InstanceChoice choice = choice("a", null, Candidates.instance(0).withZone("a"),
				Candidates.instance(1).withZone("b"));
		ServiceInstance own = choice.service().instances().get(0);
		own.condition().suspend(this, "test");
		own.condition().tryAgain(this, "test");
		assertThat(choose(choice, 3)).extracting(ServiceInstance::id)
			.containsExactly("http://i0:8080", "http://i1:8080", "http://i1:8080");
	}

	@Test
	void oneMoreRequestIsBetterThanNoneWhereAllAreOnTrial() {
		InstanceChoice choice = choice(null, null, equal(2));
		choice.service().instances().forEach((instance) -> {
			instance.condition().suspend(this, "test");
			instance.condition().tryAgain(this, "test");
		});
		assertThat(choose(choice, 2)).doesNotHaveDuplicates();
		assertThat(choose(choice, 1)).hasSize(1);
	}

	@Test
	void nextLevelIsUsedOnceTheFirstIsOutAndLeftWhenItReturns() {
		InstanceChoice choice = choice(null, null, Candidates.instance(0), Candidates.instance(1).withPriority(5));
		ServiceInstance first = choice.service().instances().get(0);
		assertThat(choose(choice, 20)).containsOnly(first);
		first.condition().suspend(this, "test");
		assertThat(choose(choice, 20)).containsOnly(choice.service().instances().get(1));
		first.condition().resume(this, "test");
		assertThat(choose(choice, 20)).containsOnly(first);
	}

	@Test
	void withoutCandidatesThereIsNoChoice() {
		LiveService service = Candidates.service(() -> 0,
				Service.builder("orders")
					.instances(List.of(equal(1)))
					.with(new AvailabilityPolicy(WhenNoneAvailable.FAIL, Percentage.of(0)))
					.build());
		InstanceChoice choice = new LoadBalancers(Map.of(), ThreadLocalRandom::current).forService(service);
		choose(choice, 1);
		service.instances().get(0).condition().suspend(this, "test");
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> choose(choice, 1))
			.withMessageContaining("no available instances");
		service.update(List.of());
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> choose(choice, 1))
			.withMessageContaining("no instances");
	}

	@ParameterizedTest
	@MethodSource("policies")
	void thousandInstancesAllGetSomething(LoadBalancerPolicy policy) {
		InstanceChoice choice = choice(null, policy, equal(1_000));
		List<ServiceInstance> chosen = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			ServiceInstance instance = choice.choose(Candidates.exchangeOf("user" + i));
			instance.begin();
			chosen.add(instance);
		}
		assertThat(new HashSet<>(chosen)).hasSize(1_000);
	}

	static Stream<LoadBalancerPolicy> policies() {
		return Stream.concat(
				Stream.of("least-requests", "least-time", "round-robin", "random").map(LoadBalancerPolicy::of),
				Stream.of(LoadBalancerPolicy.hash("header:X-User")));
	}

	private static List<ServiceInstance> choose(InstanceChoice choice, int times) {
		return Stream.generate(() -> choice.choose(Candidates.exchange())).limit(times).toList();
	}

	private static InstanceChoice choice(@Nullable String zone, @Nullable LoadBalancerPolicy policy,
			Instance... instances) {
		Service.Builder service = Service.builder("orders").instances(List.of(instances));
		if (policy != null) {
			service.with(policy);
		}
		return new LoadBalancers(Map.of(), Map.of(), zone, ThreadLocalRandom::current, System::nanoTime)
			.forService(Candidates.service(System::nanoTime, service.build()));
	}

	private static Instance[] equal(int size) {
		return IntStream.range(0, size).mapToObj(Candidates::instance).toArray(Instance[]::new);
	}

}
