/**
 * Real applications, servers and sockets for tests.
 */
@NullMarked
package io.embeddedgateway.testing;

import org.jspecify.annotations.NullMarked;
