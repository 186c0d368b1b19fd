package io.embeddedgateway.loadbalancer;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LoadBalancersTests {

	private static final LoadBalancer FIRST = (candidates, exchange) -> candidates.get(0);

	private final LoadBalancers loadBalancers = new LoadBalancers(Map.of("cheapestFirst", FIRST),
			ThreadLocalRandom::current);

	@Test
	void leastRequestsIsTheDefault() {
		assertThat(this.loadBalancers.forPolicy(null)).isInstanceOf(LeastRequests.class);
	}

	@Test
	void algorithmsAreFoundByName() {
		assertThat(forName("least-requests")).isInstanceOf(LeastRequests.class);
		assertThat(forName("round-robin")).isInstanceOf(RoundRobin.class);
		assertThat(forName("random")).isInstanceOf(WeightedRandom.class);
	}

	@Test
	void eachServiceHasAnAlgorithmOfItsOwn() {
		assertThat(forName("round-robin")).isNotSameAs(forName("round-robin"));
	}

	@Test
	void beansAreFoundByName() {
		assertThat(forName("cheapestFirst")).isSameAs(FIRST);
	}

	@Test
	void beanTakesThePlaceOfTheAlgorithmWhoseNameItHas() {
		LoadBalancers replaced = new LoadBalancers(Map.of("least-requests", FIRST), ThreadLocalRandom::current);
		assertThat(replaced.forPolicy(null)).isSameAs(FIRST);
		assertThat(replaced.forPolicy(LoadBalancerPolicy.of("least-requests"))).isSameAs(FIRST);
		assertThat(replaced.names()).containsExactly("hash", "least-requests", "least-time", "random", "round-robin");
	}

	@Test
	void unknownNameIsAnsweredWithTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(() -> forName("least-conn"))
			.withMessage("There is no load balancer 'least-conn'; write one of "
					+ "[cheapestFirst, hash, least-requests, least-time, random, round-robin]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void blankNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> LoadBalancerPolicy.of(name))
			.withMessage("A load balancer needs an algorithm; write for example least-requests, "
					+ "or the name of a LoadBalancer bean");
	}

	@Test
	void missingNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LoadBalancerPolicy(null, null, null))
			.withMessageStartingWith("A load balancer needs an algorithm");
	}

	@Test
	void policyBindsFromShortAndFullForm() {
		assertThat(bind(Map.of("load-balancer", "random"))).isEqualTo(LoadBalancerPolicy.of("random"));
		assertThat(bind(Map.of("load-balancer.algorithm", "random"))).isEqualTo(LoadBalancerPolicy.of("random"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "least-requests", "least-time", "round-robin", "random" })
	void choiceAllocatesNothing(String name) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		LoadBalancer loadBalancer = forName(name);
		for (List<ServiceInstance> candidates : List.of(Candidates.ofWeights(1, 2, 3),
				Candidates.ofWeights(1, 2, 3, 4, 5, 6))) {
			choose(loadBalancer, candidates);
			long before = threads.getCurrentThreadAllocatedBytes();
			choose(loadBalancer, candidates);
			assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
		}
	}

	private static void choose(LoadBalancer loadBalancer, List<ServiceInstance> candidates) {
		for (int i = 0; i < 10_000; i++) {
			Candidates.choose(loadBalancer, candidates);
		}
	}

	private static LoadBalancerPolicy bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties))
			.bind("load-balancer", LoadBalancerPolicy.class)
			.get();
	}

	private LoadBalancer forName(String name) {
		return this.loadBalancers.forPolicy(LoadBalancerPolicy.of(name));
	}

}
