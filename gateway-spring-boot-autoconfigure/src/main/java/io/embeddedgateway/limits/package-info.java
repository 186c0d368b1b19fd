/**
 * Limits on the requests of a route: how large they may be.
 */
@NullMarked
package io.embeddedgateway.limits;

import org.jspecify.annotations.NullMarked;
