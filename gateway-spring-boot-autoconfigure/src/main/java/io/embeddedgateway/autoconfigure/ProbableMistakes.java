package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.embeddedgateway.Target;
import io.embeddedgateway.aggregate.AggregatePolicy;
import io.embeddedgateway.aggregate.PartTarget;
import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.auth.CallerMode;
import io.embeddedgateway.health.HealthCheckPolicy;
import io.embeddedgateway.routing.RouteView;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;

/**
 * Finds what the gateway can work with, but nobody may have meant.
 */
final class ProbableMistakes {

	private static final int MOST = 10;

	private final GatewayProperties properties;

	private final Services services;

	private final boolean complete;

	/**
	 * Create the search.
	 * @param properties what was declared
	 * @param services all services
	 * @param complete whether there are no routes to come
	 */
	ProbableMistakes(GatewayProperties properties, Services services, boolean complete) {
		this.properties = properties;
		this.services = services;
		this.complete = complete;
	}

	/**
	 * Find them.
	 * @param routes all routes
	 * @return a sentence for each kind of mistake, with a remedy
	 */
	List<String> find(Collection<RouteView> routes) {
		List<String> found = new ArrayList<>();
		Set<String> used = routes.stream().collect(HashSet::new, ProbableMistakes::addServices, Set::addAll);
		addIfAny(found, open(routes),
				(routeIds) -> "Everyone may use " + named("route", routeIds)
						+ ", because 'gateway.defaults.auth' lets everyone in, while other routes ask who is calling. "
						+ "Write 'auth: required' there, or 'auth: none' if everyone is meant");
		addIfAny(found, unchecked(used), (ids) -> "Nobody checks the instances of " + named("service", ids)
				+ ", though there are several: only requests that fail show that one is down. Write for example "
				+ "'health-check: /actuator/health', or 'health-check: {type: tcp}'");
		if (this.complete) {
			List<String> unused = this.services.all()
				.stream()
				.map(LiveService::id)
				.filter((id) -> !used.contains(id))
				.toList();
			addIfAny(found, unused, (ids) -> "No route uses " + named("service", ids)
					+ ". Remove what is not needed, or write 'service: " + ids.get(0) + "' on a route");
		}
		return found;
	}

	private static void addIfAny(List<String> found, List<String> ids, Function<List<String>, String> sentence) {
		if (!ids.isEmpty()) {
			found.add(sentence.apply(ids));
		}
	}

	private static void addServices(Set<String> used, RouteView view) {
		addService(used, view.route().target());
		AggregatePolicy aggregate = view.route().policy(AggregatePolicy.class);
		if (aggregate != null) {
			aggregate.parts().forEach((part) -> {
				if (part.target() instanceof PartTarget.Call call) {
					addService(used, call.target());
				}
			});
		}
	}

	private static void addService(Set<String> used, Target target) {
		if (target instanceof Target.Service service) {
			used.add(service.id());
		}
	}

	// Those that leave the question to the defaults; unless most do, which is meant then
	private List<String> open(Collection<RouteView> routes) {
		AuthPolicy byDefault = this.properties.defaults().auth();
		if (byDefault == null || byDefault.caller() == CallerMode.REQUIRED) {
			return List.of();
		}
		List<String> open = this.properties.routes()
			.entrySet()
			.stream()
			.filter((declared) -> declared.getValue().auth() == null)
			.map(Map.Entry::getKey)
			.toList();
		return (open.size() <= routes.stream().filter(this::asks).count()) ? open : List.of();
	}

	private boolean asks(RouteView view) {
		AuthPolicy policy = view.route().policy(AuthPolicy.class);
		return policy != null && policy.caller() == CallerMode.REQUIRED;
	}

	private List<String> unchecked(Set<String> used) {
		return this.services.all()
			.stream()
			.filter((service) -> used.contains(service.id()) && service.instances().size() > 1
					&& service.definition().policy(HealthCheckPolicy.class) == null)
			.map(LiveService::id)
			.toList();
	}

	private static String named(String what, List<String> ids) {
		String names = ids.stream().limit(MOST).map((id) -> "'" + id + "'").collect(Collectors.joining(", "));
		return "the " + what + ((ids.size() == 1) ? " " : "s ") + names
				+ ((ids.size() > MOST) ? " and " + (ids.size() - MOST) + " more" : "");
	}

}
