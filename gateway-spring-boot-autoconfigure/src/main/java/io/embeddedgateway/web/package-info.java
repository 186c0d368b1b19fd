/**
 * Exchanges of WebFlux that no server has made.
 */
@NullMarked
package io.embeddedgateway.web;

import org.jspecify.annotations.NullMarked;
