package io.embeddedgateway.auth.opaque;

import org.jspecify.annotations.Nullable;

/**
 * How tokens are verified by asking who gave them (RFC 7662).
 *
 * @param introspectionUri where to ask
 */
public record OpaquePolicy(@Nullable String introspectionUri) {

}
