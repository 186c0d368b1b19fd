package io.embeddedgateway.loadbalancer;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Selector;
import io.embeddedgateway.service.LiveService;

/**
 * The load balancers that there are by name: some algorithms, and the beans of the
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
	 * Like {@link #LEAST_REQUESTS}, but requests in flight count as long as an instance
	 * takes to answer them.
	 */
	public static final String LEAST_TIME = "least-time";

	/**
	 * The same instance for the same key, by rendezvous hashing.
	 */
	public static final String HASH = "hash";

	/**
	 * The names of all algorithms that the library brings.
	 */
	public static final Set<String> ALGORITHMS = Set.of(LEAST_REQUESTS, LEAST_TIME, ROUND_ROBIN, RANDOM, HASH);

	private final Map<String, LoadBalancer> beans;

	private final Map<String, Selector> keys;

	private final @Nullable String zone;

	private final Supplier<? extends RandomGenerator> random;

	private final LongSupplier ticker;

	/**
	 * Create the load balancers for a gateway whose zone is not known.
	 * @param beans the load balancers of the application, by bean name; one that has the
	 * name of an algorithm takes its place
	 * @param random asked for a generator at each choice, by any thread
	 */
	public LoadBalancers(Map<String, LoadBalancer> beans, Supplier<? extends RandomGenerator> random) {
		this(beans, Map.of(), null, random, System::nanoTime);
	}

	/**
	 * Create the load balancers.
	 * @param beans the load balancers of the application, by bean name; one that has the
	 * name of an algorithm takes its place
	 * @param keys the selectors of the application, by bean name
	 * @param zone where the gateway runs, or {@code null} if that is not known; blank
	 * counts as {@code null}
	 * @param random asked for a generator at each choice, by any thread
	 * @param ticker tells the time in nanoseconds, from any origin, never backwards: the
	 * same time as that of the services
	 */
	public LoadBalancers(Map<String, LoadBalancer> beans, Map<String, Selector> keys, @Nullable String zone,
			Supplier<? extends RandomGenerator> random, LongSupplier ticker) {
		this.beans = Map.copyOf(beans);
		this.keys = Map.copyOf(keys);
		this.zone = (zone == null || zone.isBlank()) ? null : zone.trim();
		this.random = random;
		this.ticker = ticker;
	}

	/**
	 * The way to the instances of a service.
	 * @param service the service
	 * @return the choice, the same for the same service
	 * @throws IllegalArgumentException if there is no load balancer of the name that its
	 * policy says, or if its key is none
	 */
	public InstanceChoice forService(LiveService service) {
		return service.state(InstanceChoice.class, this::choice);
	}

	private InstanceChoice choice(LiveService service) {
		LoadBalancer loadBalancer = forPolicy(service.definition().policy(LoadBalancerPolicy.class));
		if (loadBalancer instanceof LeastTime leastTime) {
			service.observe(leastTime);
		}
		SlowStartPolicy slowStart = service.definition().policy(SlowStartPolicy.class);
		// Keys stay with their instances, also when those are new
		LoadBalancer started = (slowStart != null && !(loadBalancer instanceof Hash))
				? new SlowStart(slowStart, loadBalancer, this.ticker) : loadBalancer;
		return new InstanceChoice(service, started, this.zone, this.random);
	}

	/**
	 * The load balancer for a service.
	 * @param policy the policy of the service, or {@code null} for the default
	 * @return the bean that the policy names, or a new load balancer, to be used for this
	 * service alone
	 * @throws IllegalArgumentException if there is no load balancer of the name, or if
	 * its key is none
	 */
	LoadBalancer forPolicy(@Nullable LoadBalancerPolicy policy) {
		String name = (policy != null) ? policy.algorithm() : LEAST_REQUESTS;
		LoadBalancer bean = this.beans.get(name);
		if (bean != null) {
			return bean;
		}
		return switch (name) {
			case LEAST_REQUESTS -> new LeastRequests(this.random);
			case LEAST_TIME -> new LeastTime(this.random, this.ticker);
			case ROUND_ROBIN -> new RoundRobin(() -> this.random.get().nextInt());
			case RANDOM -> new WeightedRandom(this.random);
			case HASH -> new Hash(key(policy), (policy != null) ? policy.boundedLoad() : null, this.random);
			default ->
				throw new IllegalArgumentException("There is no load balancer '" + name + "'; write one of " + names());
		};
	}

	private Selector key(@Nullable LoadBalancerPolicy policy) {
		String key = (policy != null && policy.key() != null) ? policy.key() : "";
		Selector bean = this.keys.get(key);
		return (bean != null) ? bean : Selector.of(key);
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
