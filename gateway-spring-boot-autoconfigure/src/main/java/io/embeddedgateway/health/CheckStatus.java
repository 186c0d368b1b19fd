package io.embeddedgateway.health;

import io.embeddedgateway.service.CheckedHealth;

/**
 * What the checks of an instance found out.
 *
 * @param health what is known by now, which may need several checks in a row
 * @param succeeded whether the last check succeeded
 * @param reason what the last check found
 * @param nanoTime when the last check ended, as of {@link System#nanoTime()}
 */
public record CheckStatus(CheckedHealth health, boolean succeeded, String reason, long nanoTime) {
}
