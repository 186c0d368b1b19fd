/**
 * What is logged, published and counted of services and their instances.
 */
@NullMarked
package io.embeddedgateway.observability;

import org.jspecify.annotations.NullMarked;
