/**
 * What happens to WebSockets on their way: closed in good order, and kept alive.
 */
@NullMarked
package io.embeddedgateway.websocket;

import org.jspecify.annotations.NullMarked;
