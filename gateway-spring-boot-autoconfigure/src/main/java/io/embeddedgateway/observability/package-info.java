/**
 * The record of each request, and what is published, logged and counted of requests and
 * instances.
 */
@NullMarked
package io.embeddedgateway.observability;

import org.jspecify.annotations.NullMarked;
