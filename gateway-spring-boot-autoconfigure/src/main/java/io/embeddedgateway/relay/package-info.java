/**
 * What services are told about the caller.
 */
@NullMarked
package io.embeddedgateway.relay;

import org.jspecify.annotations.NullMarked;
