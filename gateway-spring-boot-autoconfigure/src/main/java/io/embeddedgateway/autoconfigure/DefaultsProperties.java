package io.embeddedgateway.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.transform.TransformPolicy;

/**
 * Settings for every route; a block on a route replaces the block here.
 *
 * @param filters names of filter beans, outermost first
 * @param transform changes to requests and responses
 */
record DefaultsProperties(@DefaultValue List<String> filters, @Nullable TransformPolicy transform) {
}
