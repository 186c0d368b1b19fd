/**
 * Tokens that are bound to a key of the client.
 */
@NullMarked
package io.embeddedgateway.auth.dpop;

import org.jspecify.annotations.NullMarked;
