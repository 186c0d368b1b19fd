/**
 * Usage that is added to a stream of Redis.
 */
@NullMarked
package io.embeddedgateway.usage.redis;

import org.jspecify.annotations.NullMarked;
