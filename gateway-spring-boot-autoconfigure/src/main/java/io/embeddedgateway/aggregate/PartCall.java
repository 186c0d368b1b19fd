package io.embeddedgateway.aggregate;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * What is sent for a part. Besides, the headers of the client are sent that say nothing
 * about its own body, cache and connection.
 *
 * @param method the method
 * @param path the path, beginning with a slash; a value never changes its structure
 * @param query parameters by name; one that lacks its value is left out
 * @param headers headers by name, in place of those of the client; one that lacks its
 * value is left out
 * @param body the body as a template of JSON, or {@code null} for none
 */
public record PartCall(HttpMethod method, ValueTemplate path, Map<String, ValueTemplate> query,
		Map<String, ValueTemplate> headers, @Nullable JsonTemplate body) {
}
