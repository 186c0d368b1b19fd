package io.embeddedgateway;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The values of the variables in the path of a route. How they were sent is found out
 * only when somebody asks.
 */
final class PathVariables {

	private final Map<String, String> decoded;

	private final Supplier<Map<String, String>> rawSource;

	private @Nullable Map<String, String> raw;

	PathVariables(Map<String, String> decoded, Supplier<Map<String, String>> rawSource) {
		this.decoded = decoded;
		this.rawSource = rawSource;
	}

	Map<String, String> decoded() {
		return this.decoded;
	}

	Map<String, String> raw() {
		Map<String, String> raw = this.raw;
		if (raw == null) {
			raw = this.rawSource.get();
			this.raw = raw;
		}
		return raw;
	}

}
