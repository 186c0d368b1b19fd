/**
 * Changes requests on their way to the target and responses on their way back, and gives
 * answers that need no upstream: redirects and fixed responses.
 */
@NullMarked
package io.embeddedgateway.transform;

import org.jspecify.annotations.NullMarked;
