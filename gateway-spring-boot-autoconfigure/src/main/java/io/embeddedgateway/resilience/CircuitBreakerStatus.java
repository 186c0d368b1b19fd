package io.embeddedgateway.resilience;

import org.jspecify.annotations.Nullable;

/**
 * What a circuit breaker does at a moment.
 *
 * @param serviceId the id of the service
 * @param routeId the id of the route, or {@code null} if the breaker is that of the
 * service, for all routes
 * @param state the state
 */
public record CircuitBreakerStatus(String serviceId, @Nullable String routeId, CircuitBreakerState state) {
}
