package io.embeddedgateway.loadbalancer;

/**
 * How the instances of a service share its requests.
 *
 * @param algorithm {@code least-requests}, {@code round-robin}, {@code random}, or the
 * name of a {@link LoadBalancer} bean
 */
public record LoadBalancerPolicy(String algorithm) {

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the algorithm is missing or blank
	 */
	public LoadBalancerPolicy {
		if (algorithm == null || algorithm.isBlank()) {
			throw new IllegalArgumentException("A load balancer needs an algorithm; write for example "
					+ LoadBalancers.LEAST_REQUESTS + ", or the name of a LoadBalancer bean");
		}
		algorithm = algorithm.trim();
	}

	/**
	 * The policy in its short form.
	 * @param algorithm {@code least-requests}, {@code round-robin}, {@code random}, or
	 * the name of a {@link LoadBalancer} bean
	 * @return the policy
	 * @throws IllegalArgumentException if the algorithm is blank
	 */
	public static LoadBalancerPolicy of(String algorithm) {
		return new LoadBalancerPolicy(algorithm);
	}

}
