/**
 * Clients that are known by the certificate of their connection.
 */
@NullMarked
package io.embeddedgateway.auth.mtls;

import org.jspecify.annotations.NullMarked;
