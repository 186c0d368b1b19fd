/**
 * Rate limits that gateways share in Redis.
 */
@NullMarked
package io.embeddedgateway.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
