package io.embeddedgateway.resilience;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Target;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;

/**
 * Finds what routes lead to, for features that can be asked for on routes and on
 * services.
 */
final class Targets {

	private Targets() {
	}

	/**
	 * The service that a route leads to.
	 * @param target the target of the route
	 * @param services all services
	 * @return the service, or {@code null} if it leads elsewhere
	 */
	static @Nullable LiveService service(Target target, Services services) {
		if (target instanceof Target.Service service) {
			return services.get(service.id());
		}
		return (target instanceof Target.Uri server) ? services.forUri(server.uri()) : null;
	}

	/**
	 * The filter of a route around that of its service.
	 * @param outer the filter of the route, or {@code null}
	 * @param inner the filter of the service, or {@code null}
	 * @return both as one, or {@code null} if there is none
	 */
	static @Nullable GatewayFilter both(@Nullable GatewayFilter outer, @Nullable GatewayFilter inner) {
		if (outer == null || inner == null) {
			return (outer != null) ? outer : inner;
		}
		return (exchange, chain) -> outer.filter(exchange, (passed) -> inner.filter(passed, chain));
	}

}
