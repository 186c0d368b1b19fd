/**
 * What is shown of requests, and of the configuration, without what may be secret.
 */
@NullMarked
package io.embeddedgateway.masking;

import org.jspecify.annotations.NullMarked;
