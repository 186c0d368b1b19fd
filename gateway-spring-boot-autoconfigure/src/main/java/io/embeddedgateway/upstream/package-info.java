/**
 * Connections to instances, and requests on them: HTTP/1.1 and HTTP/2 on Netty, on the
 * event loops of the server.
 */
@NullMarked
package io.embeddedgateway.upstream;

import org.jspecify.annotations.NullMarked;
