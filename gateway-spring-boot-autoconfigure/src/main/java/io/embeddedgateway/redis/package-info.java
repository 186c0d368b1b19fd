/**
 * A connection to Redis, for what gateways share and keep there.
 */
@NullMarked
package io.embeddedgateway.redis;

import org.jspecify.annotations.NullMarked;
