/**
 * Which instances of a service work: by active checks, and by how requests to them go.
 */
@NullMarked
package io.embeddedgateway.health;

import org.jspecify.annotations.NullMarked;
