package io.embeddedgateway.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the health of the application depends on.
 *
 * @param readiness whether the application is ready only when each instance of a service
 * with a health check has been checked once
 * @param requiredServices ids of the services without which the application is not ready
 */
record HealthProperties(@DefaultValue("false") boolean readiness, @DefaultValue List<String> requiredServices) {
}
