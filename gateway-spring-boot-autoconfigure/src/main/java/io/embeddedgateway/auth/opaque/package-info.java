/**
 * Callers whose tokens say nothing by themselves, so that who gave them is asked.
 */
@NullMarked
package io.embeddedgateway.auth.opaque;

import org.jspecify.annotations.NullMarked;
