/**
 * What keeps a route answering while what is behind it is slow or fails: timeouts,
 * circuit breakers, limits of concurrency.
 */
@NullMarked
package io.embeddedgateway.resilience;

import org.jspecify.annotations.NullMarked;
