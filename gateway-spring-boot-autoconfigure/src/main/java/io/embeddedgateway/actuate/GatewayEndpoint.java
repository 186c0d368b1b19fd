package io.embeddedgateway.actuate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import reactor.core.publisher.Mono;

/**
 * Actuator endpoint that tells what the gateway is and does, in
 * {@linkplain EndpointSection sections}.
 */
@WebEndpoint(id = "gateway", defaultAccess = Access.READ_ONLY)
public final class GatewayEndpoint {

	private final Map<String, EndpointSection> sections = new LinkedHashMap<>();

	/**
	 * Create the endpoint.
	 * @param sections what it can tell
	 */
	public GatewayEndpoint(Collection<? extends EndpointSection> sections) {
		sections.forEach((section) -> this.sections.put(section.name(), section));
	}

	/**
	 * What there is to be asked for.
	 * @return the names of the sections
	 */
	@ReadOperation
	public Map<String, Object> overview() {
		return Map.of("sections", List.copyOf(this.sections.keySet()));
	}

	/**
	 * A section.
	 * @param section its name
	 * @param method a method of HTTP
	 * @param path a path with its query
	 * @param host a host
	 * @param client the address of a client
	 * @param header header fields, each {@code Name: value}: one string, or a list
	 * @return the section, or 404
	 */
	@ReadOperation
	public Mono<WebEndpointResponse<?>> section(@Selector String section, @Nullable String method,
			@Nullable String path, @Nullable String host, @Nullable String client, @Nullable Object header) {
		return read(section, new SectionQuery(null, method, path, host, client, strings(header)));
	}

	/**
	 * Something in a section.
	 * @param section its name
	 * @param item what in the section
	 * @return what was asked for, or 404
	 */
	@ReadOperation
	public Mono<WebEndpointResponse<?>> item(@Selector String section, @Selector String item) {
		return read(section, SectionQuery.of(item));
	}

	private Mono<WebEndpointResponse<?>> read(String name, SectionQuery query) {
		EndpointSection section = this.sections.get(name);
		Mono<WebEndpointResponse<?>> answer = (section != null) ? section.read(query) : Mono.empty();
		return answer.defaultIfEmpty(new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
	}

	private static List<String> strings(@Nullable Object value) {
		if (value instanceof Collection<?> values) {
			return values.stream().map(String::valueOf).toList();
		}
		return (value != null) ? List.of(value.toString()) : List.of();
	}

}
