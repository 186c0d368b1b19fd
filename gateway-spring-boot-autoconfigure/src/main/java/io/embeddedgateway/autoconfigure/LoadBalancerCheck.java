package io.embeddedgateway.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

import io.embeddedgateway.Selector;
import io.embeddedgateway.autoconfigure.strict.DidYouMean;
import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.loadbalancer.LoadBalancer;
import io.embeddedgateway.loadbalancer.LoadBalancerPolicy;
import io.embeddedgateway.loadbalancer.LoadBalancers;

/**
 * Checks that there is what the load balancer of a service refers to. It looks at names
 * and types of beans only.
 */
final class LoadBalancerCheck {

	private final ListableBeanFactory beans;

	LoadBalancerCheck(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Check the load balancer of a service.
	 * @param path the path of the property
	 * @param policy what it says
	 * @param problems where to report mistakes
	 */
	void check(String path, LoadBalancerPolicy policy, Problems problems) {
		String algorithm = policy.algorithm();
		if (!LoadBalancers.ALGORITHMS.contains(algorithm)
				&& !NamedBeans.is(this.beans, algorithm, LoadBalancer.class)) {
			Set<String> known = NamedBeans.names(this.beans, LoadBalancer.class);
			known.addAll(LoadBalancers.ALGORITHMS);
			problems.add(path, "there is no load balancer '" + algorithm + "'. " + DidYouMean.among(algorithm, known));
		}
		if (policy.key() != null && !NamedBeans.is(this.beans, policy.key(), Selector.class)) {
			String mistake = mistake(policy.key());
			if (mistake != null) {
				problems.add(path + ".key", mistake + ", or the name of a Selector bean");
			}
		}
	}

	private static @Nullable String mistake(String key) {
		try {
			Selector.of(key);
			return null;
		}
		catch (IllegalArgumentException ex) {
			return ex.getMessage();
		}
	}

}
