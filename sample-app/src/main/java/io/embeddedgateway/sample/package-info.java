/**
 * A gateway in front of demo services that it starts itself.
 */
@NullMarked
package io.embeddedgateway.sample;

import org.jspecify.annotations.NullMarked;
