/**
 * Applications that call with a key.
 */
@NullMarked
package io.embeddedgateway.auth.apikey;

import org.jspecify.annotations.NullMarked;
