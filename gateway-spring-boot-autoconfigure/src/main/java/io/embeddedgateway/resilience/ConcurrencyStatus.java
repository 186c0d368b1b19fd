package io.embeddedgateway.resilience;

import org.jspecify.annotations.Nullable;

/**
 * How far a limit of concurrency is used at a moment.
 *
 * @param serviceId the id of the service, or {@code null} if the limit is that of a route
 * @param routeId the id of the route, or {@code null} if the limit is that of a service
 * @param limit how many requests may be under way, as it stands now
 * @param inFlight how many are
 * @param waiting how many wait for a place
 * @param refused how many were refused so far
 */
public record ConcurrencyStatus(@Nullable String serviceId, @Nullable String routeId, int limit, int inFlight,
		int waiting, long refused) {
}
