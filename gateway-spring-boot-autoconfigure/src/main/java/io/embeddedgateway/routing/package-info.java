/**
 * Finds the route of a request, joins WebFlux, and writes the response.
 */
@NullMarked
package io.embeddedgateway.routing;

import org.jspecify.annotations.NullMarked;
