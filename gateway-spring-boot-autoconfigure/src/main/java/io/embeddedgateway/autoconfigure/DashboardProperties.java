package io.embeddedgateway.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The page of the actuator.
 *
 * @param enabled whether there is the page
 */
record DashboardProperties(@DefaultValue("false") boolean enabled) {
}
