package io.embeddedgateway.resilience;

import org.jspecify.annotations.Nullable;

/**
 * Is told of what is kept for services and routes.
 *
 * @param <T> the type of what is kept
 */
@FunctionalInterface
interface KeptObserver<T> {

	/**
	 * Something is kept from now on.
	 * @param serviceId the id of the service
	 * @param routeId the id of the route, or {@code null} if it is kept for the service
	 * @param kept what is kept
	 * @return what is to be done when it goes
	 */
	Runnable observe(@Nullable String serviceId, @Nullable String routeId, T kept);

}
