package io.embeddedgateway.actuate;

import java.security.Principal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Actuator endpoint that tells what the gateway is and does, in
 * {@linkplain EndpointSection sections}, and takes orders where that is enabled.
 */
@WebEndpoint(id = "gateway", defaultAccess = Access.READ_ONLY)
public final class GatewayEndpoint {

	private final Map<String, EndpointSection> sections = new LinkedHashMap<>();

	private final GatewayOverview overview;

	private final GatewayOperations operations;

	private final Access access;

	private final Scheduler scheduler;

	/**
	 * Create the endpoint.
	 * @param sections what it can tell
	 * @param overview the gateway in a few numbers
	 * @param operations what can be done, where that is enabled
	 * @param access what may be done, as the application was configured
	 * @param scheduler where sections are read, which may take longer than an event loop
	 * should wait
	 * @throws IllegalArgumentException if two sections have the same name
	 */
	public GatewayEndpoint(Collection<? extends EndpointSection> sections, GatewayOverview overview,
			GatewayOperations operations, Access access, Scheduler scheduler) {
		for (EndpointSection section : sections) {
			EndpointSection other = this.sections.put(section.name(), section);
			if (other != null) {
				throw new IllegalArgumentException("Two beans want to be the section '" + section.name() + "': "
						+ other.getClass().getName() + " and " + section.getClass().getName() + ". Remove one");
			}
		}
		this.overview = overview;
		this.operations = operations;
		this.access = access;
		this.scheduler = scheduler;
	}

	/**
	 * The gateway in a few numbers, and what there is to be asked for.
	 * @return the numbers, the names of the sections, and those of the operations
	 */
	@ReadOperation
	public Map<String, Object> overview() {
		Map<String, Object> overview = new LinkedHashMap<>(this.overview.read());
		overview.put("sections", List.copyOf(this.sections.keySet()));
		overview.put("operations", (this.access == Access.UNRESTRICTED) ? GatewayOperations.NAMES : List.of());
		return OperationResponseBody.of(overview);
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

	/**
	 * Do something: {@code drain}, {@code enable} or {@code disable} an instance, or
	 * {@code reload} the routes.
	 * @param security who wants it
	 * @param operation what
	 * @param service the id of a service
	 * @param instance the id of one of its instances
	 * @return what became of it
	 */
	@WriteOperation
	public Mono<WebEndpointResponse<?>> operate(SecurityContext security, @Selector String operation,
			@Nullable String service, @Nullable String instance) {
		Principal operator = security.getPrincipal();
		return Mono.defer(
				() -> this.operations.run(operation, service, instance, (operator != null) ? operator.getName() : null))
			.map(GatewayEndpoint::ofActuator)
			.subscribeOn(this.scheduler);
	}

	private Mono<WebEndpointResponse<?>> read(String name, SectionQuery query) {
		EndpointSection section = this.sections.get(name);
		Mono<WebEndpointResponse<?>> answer = (section != null) ? Mono.defer(() -> section.read(query)) : Mono.empty();
		return answer.map(GatewayEndpoint::ofActuator)
			.defaultIfEmpty(new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND))
			.subscribeOn(this.scheduler);
	}

	// Written as the actuator writes, however the application writes its own JSON
	private static WebEndpointResponse<?> ofActuator(WebEndpointResponse<?> response) {
		return (response.getBody() instanceof Map<?, ?> map) ? new WebEndpointResponse<>(OperationResponseBody.of(map),
				response.getStatus(), response.getContentType()) : response;
	}

	private static List<String> strings(@Nullable Object value) {
		if (value instanceof Collection<?> values) {
			return values.stream().map(String::valueOf).toList();
		}
		return (value != null) ? List.of(value.toString()) : List.of();
	}

}
