package io.embeddedgateway.auth.basic;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

import io.embeddedgateway.Caller;

/**
 * A user whose password was right.
 *
 * @param caller the caller
 * @param authentication the user as Spring Security knows it, or {@code null}
 */
record KnownUser(Caller caller, @Nullable Authentication authentication) {
}
