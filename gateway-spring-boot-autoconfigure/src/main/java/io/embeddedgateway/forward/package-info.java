/**
 * Sends one request to one instance over connections of `upstream`.
 */
@NullMarked
package io.embeddedgateway.forward;

import org.jspecify.annotations.NullMarked;
