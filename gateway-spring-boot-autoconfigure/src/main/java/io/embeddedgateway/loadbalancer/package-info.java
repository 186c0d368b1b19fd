/**
 * The choice of one instance among those that are available.
 */
@NullMarked
package io.embeddedgateway.loadbalancer;

import org.jspecify.annotations.NullMarked;
