/**
 * Support for the tests of applications: what would become of requests, without a server.
 */
@NullMarked
package io.embeddedgateway.test;

import org.jspecify.annotations.NullMarked;
