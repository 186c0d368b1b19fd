/**
 * Strict binding of a tree of records, which reports every mistake at once and says what
 * to write instead.
 */
@NullMarked
package io.embeddedgateway.autoconfigure.strict;

import org.jspecify.annotations.NullMarked;
