/**
 * The vocabulary of the gateway: routes, exchanges, filters and responses as values. It
 * imports nothing else of the library, and every feature is built from it alone.
 */
@NullMarked
package io.embeddedgateway;

import org.jspecify.annotations.NullMarked;
