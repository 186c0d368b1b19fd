/**
 * Headers of answers that tell browsers to be careful.
 */
@NullMarked
package io.embeddedgateway.secureheaders;

import org.jspecify.annotations.NullMarked;
