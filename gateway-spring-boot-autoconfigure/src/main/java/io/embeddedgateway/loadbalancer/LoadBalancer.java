package io.embeddedgateway.loadbalancer;

import java.util.List;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Chooses the instance that a request goes to. A bean, referred to by its name, or one of
 * the algorithms of {@link LoadBalancers}.
 * <p>
 * Called on event loops, by several threads at once: it must be thread-safe, and must not
 * wait for anything.
 */
@FunctionalInterface
public interface LoadBalancer {

	/**
	 * Choose an instance.
	 * @param candidates the instances to choose from, at least two, since there is no
	 * choice otherwise; immutable, and mostly the same list until the available instances
	 * change, so that what is computed from it can be kept as long as it is
	 * @param exchange the exchange that is on its way
	 * @return one of the candidates; its requests in flight are counted by the caller
	 */
	ServiceInstance choose(List<ServiceInstance> candidates, GatewayExchange exchange);

}
