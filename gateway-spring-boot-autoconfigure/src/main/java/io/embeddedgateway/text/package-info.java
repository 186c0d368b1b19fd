/**
 * How texts are written that people read: names of the code, and what others have sent.
 */
@NullMarked
package io.embeddedgateway.text;

import org.jspecify.annotations.NullMarked;
