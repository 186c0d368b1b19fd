/**
 * Limits on the connections of clients, against those that are hostile or slow.
 */
@NullMarked
package io.embeddedgateway.server;

import org.jspecify.annotations.NullMarked;
