/**
 * Users who call with a name and a password.
 */
@NullMarked
package io.embeddedgateway.auth.basic;

import org.jspecify.annotations.NullMarked;
