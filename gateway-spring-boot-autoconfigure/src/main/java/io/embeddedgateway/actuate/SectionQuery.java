package io.embeddedgateway.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is asked for in a section of {@link GatewayEndpoint}.
 *
 * @param item what in the section, or {@code null} for all of it
 * @param method a method of HTTP, or {@code null}
 * @param path a path with its query, or {@code null}
 * @param host a host, or {@code null}
 * @param client the address of a client, or {@code null}
 * @param headers header fields, each {@code Name: value}
 */
public record SectionQuery(@Nullable String item, @Nullable String method, @Nullable String path, @Nullable String host,
		@Nullable String client, List<String> headers) {

	/**
	 * Keep what is given.
	 */
	public SectionQuery {
		headers = List.copyOf(headers);
	}

	/**
	 * Something in the section.
	 * @param item what, or {@code null} for all of it
	 * @return the query
	 */
	public static SectionQuery of(@Nullable String item) {
		return new SectionQuery(item, null, null, null, null, List.of());
	}

}
