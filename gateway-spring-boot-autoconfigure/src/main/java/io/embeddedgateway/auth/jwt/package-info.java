/**
 * Callers that a JSON Web Token stands for.
 */
@NullMarked
package io.embeddedgateway.auth.jwt;

import org.jspecify.annotations.NullMarked;
