/**
 * Auto-configuration of the gateway, and its configuration properties.
 */
@NullMarked
package io.embeddedgateway.autoconfigure;

import org.jspecify.annotations.NullMarked;
