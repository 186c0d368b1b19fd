/**
 * Who is calling, and whether they may use a route.
 */
@NullMarked
package io.embeddedgateway.auth;

import org.jspecify.annotations.NullMarked;
