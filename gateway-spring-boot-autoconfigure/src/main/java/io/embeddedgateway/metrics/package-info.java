/**
 * The meters of all features: the list of them, and how they are registered.
 */
@NullMarked
package io.embeddedgateway.metrics;

import org.jspecify.annotations.NullMarked;
