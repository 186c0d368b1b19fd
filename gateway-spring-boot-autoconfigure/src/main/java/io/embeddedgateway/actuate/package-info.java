/**
 * What the gateway tells the actuator.
 */
@NullMarked
package io.embeddedgateway.actuate;

import org.jspecify.annotations.NullMarked;
