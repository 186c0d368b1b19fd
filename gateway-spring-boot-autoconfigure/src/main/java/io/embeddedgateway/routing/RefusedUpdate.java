package io.embeddedgateway.routing;

import java.time.Instant;

/**
 * Routes that were not taken into use, because something is wrong with them.
 *
 * @param at when
 * @param message what is wrong, for people to read
 */
public record RefusedUpdate(Instant at, String message) {
}
