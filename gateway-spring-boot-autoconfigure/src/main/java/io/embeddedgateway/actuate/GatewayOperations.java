package io.embeddedgateway.actuate;

import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

import io.embeddedgateway.routing.RouteTableException;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.service.AdminState;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.text.KebabCase;
import io.embeddedgateway.text.Printable;

/**
 * What operators may do.
 */
public final class GatewayOperations {

	/**
	 * The names of all operations.
	 */
	static final List<String> NAMES = List.of("drain", "enable", "disable", "reload");

	private static final Log logger = LogFactory.getLog(GatewayOperations.class);

	private final RouteTables tables;

	private final Services services;

	/**
	 * Create the operations.
	 * @param tables knows the routes
	 * @param services knows the services
	 */
	public GatewayOperations(RouteTables tables, Services services) {
		this.tables = tables;
		this.services = services;
	}

	/**
	 * Do something.
	 * @param operation what
	 * @param service the id of a service, or {@code null}
	 * @param instance the id of one of its instances, or {@code null}
	 * @param operator who wants it, or {@code null} if that is not known
	 * @return what became of it: 404 if there is no such operation, service or instance,
	 * 400 if one is not named, 409 if it can't be done
	 */
	Mono<WebEndpointResponse<?>> run(String operation, @Nullable String service, @Nullable String instance,
			@Nullable String operator) {
		String who = (operator != null) ? "'" + Printable.of(operator) + "'" : "an operator";
		return switch (operation) {
			case "drain" -> Mono.just(administer(service, instance, AdminState.DRAINING, "drained by " + who));
			case "disable" -> Mono.just(administer(service, instance, AdminState.DISABLED, "disabled by " + who));
			case "enable" -> Mono.just(administer(service, instance, AdminState.ENABLED, "enabled by " + who));
			case "reload" -> reload(who);
			default -> Mono.just(answer(WebEndpointResponse.STATUS_NOT_FOUND,
					"There is no such operation; use one of " + String.join(", ", NAMES)));
		};
	}

	private WebEndpointResponse<?> administer(@Nullable String serviceId, @Nullable String instanceId, AdminState state,
			String reason) {
		if (serviceId == null || instanceId == null) {
			return answer(WebEndpointResponse.STATUS_BAD_REQUEST, "Name 'service' and 'instance'");
		}
		LiveService service = this.services.contains(serviceId) ? this.services.get(serviceId) : null;
		if (service == null) {
			return answer(WebEndpointResponse.STATUS_NOT_FOUND, "There is no such service");
		}
		ServiceInstance instance = service.instance(instanceId);
		if (instance == null) {
			return answer(WebEndpointResponse.STATUS_NOT_FOUND,
					"The service has no such instance; the ids are in the section 'services'");
		}
		instance.condition().administer(state, reason);
		return new WebEndpointResponse<>(new Fields().with("service", service.id())
			.with("instance", instance.id())
			.with("state", KebabCase.of(instance.state()))
			.with("inFlight", instance.inFlight())
			.map());
	}

	private Mono<WebEndpointResponse<?>> reload(String who) {
		logger.info("Reload asked for by " + who);
		return this.tables.reload()
			.<WebEndpointResponse<?>>map((revision) -> new WebEndpointResponse<>(Map.of("revision", revision)))
			.onErrorResume((error) -> error instanceof IllegalStateException || error instanceof RouteTableException,
					(error) -> Mono.just(answer(HttpStatus.CONFLICT.value(), String.valueOf(error.getMessage()))));
	}

	private static WebEndpointResponse<?> answer(int status, String message) {
		return new WebEndpointResponse<>(Map.of("message", message), status);
	}

}
