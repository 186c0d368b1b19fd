/**
 * How often routes may be used: rates, quotas and plans, on one node or many.
 */
@NullMarked
package io.embeddedgateway.ratelimit;

import org.jspecify.annotations.NullMarked;
