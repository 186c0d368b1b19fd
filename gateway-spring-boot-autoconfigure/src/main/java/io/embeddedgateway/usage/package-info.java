/**
 * How much routes are used, and by whom: counted in memory, and handed on in batches.
 */
@NullMarked
package io.embeddedgateway.usage;

import org.jspecify.annotations.NullMarked;
