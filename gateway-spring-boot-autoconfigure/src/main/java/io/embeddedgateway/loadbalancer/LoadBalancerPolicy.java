package io.embeddedgateway.loadbalancer;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Percentage;

/**
 * How the instances of a service share its requests.
 *
 * @param algorithm one of {@link LoadBalancers#ALGORITHMS}, or the name of a
 * {@link LoadBalancer} bean
 * @param key for {@code hash}, where the key of a request comes from: the text of an
 * {@link io.embeddedgateway.Selector}, or the name of a bean that is one; otherwise
 * {@code null}
 * @param boundedLoad for {@code hash}, how many requests in flight an instance may have,
 * relative to its share of all, 100% to 1000%; {@code null} if there is no bound
 */
public record LoadBalancerPolicy(String algorithm, @Nullable String key, @Nullable Percentage boundedLoad) {

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the algorithm is missing or blank, if
	 * {@code hash} has no key or another algorithm has one, or if the bound is out of
	 * range
	 */
	public LoadBalancerPolicy {
		if (algorithm == null || algorithm.isBlank()) {
			throw new IllegalArgumentException("A load balancer needs an algorithm; write for example "
					+ LoadBalancers.LEAST_REQUESTS + ", or the name of a LoadBalancer bean");
		}
		algorithm = algorithm.trim();
		key = (key == null || key.isBlank()) ? null : key.trim();
		boolean hash = algorithm.equals(LoadBalancers.HASH);
		if (hash && key == null) {
			throw new IllegalArgumentException("'hash' needs a key: what of a request decides about its instance. "
					+ "Write for example '{algorithm: hash, key: \"header:X-User\"}', or 'key: client-ip'");
		}
		if (!hash && (key != null || boundedLoad != null)) {
			throw new IllegalArgumentException("'%s' is only for 'hash', and this is '%s'. ".formatted(
					(key != null) ? "key" : "bounded-load", algorithm) + "Remove it, or write 'algorithm: hash'");
		}
		if (boundedLoad != null && !boundedLoad.isBetween(100, 1000)) {
			throw new IllegalArgumentException("'bounded-load' is " + boundedLoad
					+ ". Write between 100% and 1000%, such as '125%': more than the share of an instance, "
					+ "by what it may take beyond it");
		}
	}

	/**
	 * The policy in its short form.
	 * @param algorithm the name of an algorithm that needs nothing else, or of a
	 * {@link LoadBalancer} bean
	 * @return the policy
	 * @throws IllegalArgumentException if the algorithm is blank, or {@code hash}, which
	 * needs a key
	 */
	public static LoadBalancerPolicy of(String algorithm) {
		return new LoadBalancerPolicy(algorithm, null, null);
	}

	/**
	 * Requests with the same key go to the same instance.
	 * @param key the text of a selector, such as {@code header:X-User} or
	 * {@code client-ip}, or the name of a selector bean
	 * @return the policy
	 * @throws IllegalArgumentException if the key is blank
	 */
	public static LoadBalancerPolicy hash(String key) {
		return new LoadBalancerPolicy(LoadBalancers.HASH, key, null);
	}

	/**
	 * This policy with a bound on how unequally keys may load the instances.
	 * @param boundedLoad how many requests in flight an instance may have, relative to
	 * its share of all, 100% to 1000%; {@code null} for no bound
	 * @return the changed policy
	 * @throws IllegalArgumentException if the bound is out of range, or this is not
	 * {@code hash}
	 */
	public LoadBalancerPolicy withBoundedLoad(@Nullable Percentage boundedLoad) {
		return new LoadBalancerPolicy(this.algorithm, this.key, boundedLoad);
	}

}
