package io.embeddedgateway.auth.basic;

import org.jspecify.annotations.Nullable;

/**
 * Which users are known (RFC 7617).
 *
 * @param realm what the user is told to log in to
 */
public record BasicPolicy(@Nullable String realm) {

}
