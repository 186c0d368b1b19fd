/**
 * What keeps a route answering while what is behind it is slow or fails: timeouts,
 * repeated and hedged requests, circuit breakers, limits of concurrency, another answer
 * instead.
 */
@NullMarked
package io.embeddedgateway.resilience;

import org.jspecify.annotations.NullMarked;
