package io.embeddedgateway.resilience;

import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of a service, or of one route to it, changed its state. Published
 * as an application event as well. What the breakers of single instances do shows in the
 * states of these.
 *
 * @param serviceId the id of the service
 * @param routeId the id of the route, or {@code null} if the breaker is that of the
 * service, for all routes
 * @param from the state before
 * @param to the state now
 * @param reason why, for people to read
 */
public record CircuitBreakerChange(String serviceId, @Nullable String routeId, CircuitBreakerState from,
		CircuitBreakerState to, String reason) {

	@Override
	public String toString() {
		String of = (this.routeId != null) ? "route '" + this.routeId + "' to service '" : "service '";
		return "circuit breaker of " + of + this.serviceId + "' is " + this.to + " (was " + this.from + "): "
				+ this.reason;
	}

}
