package io.embeddedgateway.loadbalancer;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.LiveService;

/**
 * The load balancers that there are by name: three algorithms, and the beans of the
 * application.
 */
public final class LoadBalancers {

	/**
	 * The better of two instances drawn at random by weight, or of all if there are few:
	 * the one with fewer requests in flight for its weight. The default.
	 */
	public static final String LEAST_REQUESTS = "least-requests";

	/**
	 * All instances in turn, by weight, evenly spread.
	 */
	public static final String ROUND_ROBIN = "round-robin";

	/**
	 * Any instance, at random by weight.
	 */
	public static final String RANDOM = "random";

	/**
	 * The names of all algorithms that the library brings.
	 */
	public static final Set<String> ALGORITHMS = Set.of(LEAST_REQUESTS, ROUND_ROBIN, RANDOM);

	private final Map<String, LoadBalancer> beans;

	private final Supplier<? extends RandomGenerator> random;

	/**
	 * Create the load balancers.
	 * @param beans the load balancers of the application, by bean name; one that has the
	 * name of an algorithm takes its place
	 * @param random asked for a generator at each choice, by any thread
	 */
	public LoadBalancers(Map<String, LoadBalancer> beans, Supplier<? extends RandomGenerator> random) {
		this.beans = Map.copyOf(beans);
		this.random = random;
	}

	/**
	 * The way to the instances of a service.
	 * @param service the service
	 * @return the choice, the same for the same service
	 * @throws IllegalArgumentException if there is no load balancer of the name that its
	 * policy says
	 */
	public InstanceChoice forService(LiveService service) {
		return service.state(InstanceChoice.class,
				(key) -> new InstanceChoice(key, forPolicy(key.definition().policy(LoadBalancerPolicy.class))));
	}

	/**
	 * The load balancer for a service.
	 * @param policy the policy of the service, or {@code null} for the default
	 * @return the bean that the policy names, or a new load balancer, to be used for this
	 * service alone
	 * @throws IllegalArgumentException if there is no load balancer of the name
	 */
	LoadBalancer forPolicy(@Nullable LoadBalancerPolicy policy) {
		String name = (policy != null) ? policy.algorithm() : LEAST_REQUESTS;
		LoadBalancer bean = this.beans.get(name);
		if (bean != null) {
			return bean;
		}
		return switch (name) {
			case LEAST_REQUESTS -> new LeastRequests(this.random);
			case ROUND_ROBIN -> new RoundRobin(this.random.get().nextInt());
			case RANDOM -> new WeightedRandom(this.random);
			default ->
				throw new IllegalArgumentException("There is no load balancer '" + name + "'; write one of " + names());
		};
	}

	/**
	 * The names that a policy can have.
	 * @return the names in alphabetical order, immutable
	 */
	public Set<String> names() {
		Set<String> names = new TreeSet<>(this.beans.keySet());
		names.addAll(ALGORITHMS);
		return Collections.unmodifiableSet(names);
	}

}
