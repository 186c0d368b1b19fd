package io.embeddedgateway.ratelimit;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Selector;

/**
 * Finds the beans that policies refer to.
 */
public interface LimitBeans {

	/**
	 * Find a bean that draws keys or tiers.
	 * @param name its name
	 * @return the bean, or {@code null} if there is none
	 */
	@Nullable Selector selector(String name);

	/**
	 * Find a bean that knows what requests cost.
	 * @param name its name
	 * @return the bean, or {@code null} if there is none
	 */
	@Nullable RequestCost requestCost(String name);

	/**
	 * Find a bean that knows what responses cost.
	 * @param name its name
	 * @return the bean, or {@code null} if there is none
	 */
	@Nullable ResponseCost responseCost(String name);

}
