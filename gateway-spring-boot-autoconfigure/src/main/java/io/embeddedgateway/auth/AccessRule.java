package io.embeddedgateway.auth;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;

/**
 * Decides whether a caller may go on, from what is known already. For decisions that need
 * to ask somebody, write a
 * {@link org.springframework.security.authorization.ReactiveAuthorizationManager} of
 * {@link GatewayExchange} instead. Found as a bean, and referred to by its name.
 */
@FunctionalInterface
public interface AccessRule {

	/**
	 * Decide. An exception refuses the request.
	 * @param caller who is calling
	 * @param exchange the request
	 * @return {@code true} to let it in
	 */
	boolean permits(Caller caller, GatewayExchange exchange);

}
