/**
 * Clients that stay with the instance that answered them first.
 */
@NullMarked
package io.embeddedgateway.sticky;

import org.jspecify.annotations.NullMarked;
