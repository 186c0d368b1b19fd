/**
 * One request in, several calls, one answer out: parts that are called as soon as the
 * values they need exist, and put together in one way whatever their timing.
 */
@NullMarked
package io.embeddedgateway.aggregate;

import org.jspecify.annotations.NullMarked;
