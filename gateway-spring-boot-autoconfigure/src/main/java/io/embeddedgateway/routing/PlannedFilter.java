package io.embeddedgateway.routing;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;

/**
 * A filter at its place on a route.
 *
 * @param stage when it runs
 * @param name the name of its feature, or of the bean of the application
 * @param filter the filter
 */
public record PlannedFilter(FilterStage stage, String name, GatewayFilter filter) {
}
