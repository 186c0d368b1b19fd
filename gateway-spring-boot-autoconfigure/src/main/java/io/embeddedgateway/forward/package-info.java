/**
 * Sends one request to one instance over reactor-netty.
 */
@NullMarked
package io.embeddedgateway.forward;

import org.jspecify.annotations.NullMarked;
