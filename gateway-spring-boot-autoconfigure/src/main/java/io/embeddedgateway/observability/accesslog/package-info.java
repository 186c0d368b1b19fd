/**
 * One line for each request, in JSON or as other servers write them.
 */
@NullMarked
package io.embeddedgateway.observability.accesslog;

import org.jspecify.annotations.NullMarked;
