/**
 * Traces requests: the span of the server is named by the route, and each attempt has a
 * span of its own.
 */
@NullMarked
package io.embeddedgateway.observability.tracing;

import org.jspecify.annotations.NullMarked;
