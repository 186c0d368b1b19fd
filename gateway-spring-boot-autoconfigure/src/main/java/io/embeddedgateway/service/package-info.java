/**
 * Services, their instances, and where these come from.
 */
@NullMarked
package io.embeddedgateway.service;

import org.jspecify.annotations.NullMarked;
