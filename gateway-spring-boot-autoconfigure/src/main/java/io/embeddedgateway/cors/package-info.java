/**
 * Which pages of other origins may use a route, by the rules of Spring.
 */
@NullMarked
package io.embeddedgateway.cors;

import org.jspecify.annotations.NullMarked;
