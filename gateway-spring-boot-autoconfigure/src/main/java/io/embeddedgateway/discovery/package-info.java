/**
 * Instances that DNS or a registry knows.
 */
@NullMarked
package io.embeddedgateway.discovery;

import org.jspecify.annotations.NullMarked;
