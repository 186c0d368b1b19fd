/**
 * Binds {@code gateway.*} and puts the features together: the only package that knows
 * them all.
 */
@NullMarked
package io.embeddedgateway.autoconfigure;

import org.jspecify.annotations.NullMarked;
