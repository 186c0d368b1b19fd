/**
 * Limits on the requests of a route: how large they may be, and where they may come from.
 */
@NullMarked
package io.embeddedgateway.limits;

import org.jspecify.annotations.NullMarked;
