package io.embeddedgateway.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the health of the application depends on.
 *
 * @param readiness whether the application is ready only when each instance of a service
 * with a health check has been checked once
 */
record HealthProperties(@DefaultValue("false") boolean readiness) {
}
