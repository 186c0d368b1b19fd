package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.aggregate.AggregateFeature;
import io.embeddedgateway.aggregate.InvalidAggregateException;
import io.embeddedgateway.autoconfigure.strict.ConfigurationCheck;
import io.embeddedgateway.autoconfigure.strict.DidYouMean;
import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.discovery.InstanceRegistry;
import io.embeddedgateway.health.CheckType;
import io.embeddedgateway.health.HealthCheckPolicy;
import io.embeddedgateway.limits.AddressPolicy;
import io.embeddedgateway.resilience.FallbackFeature;
import io.embeddedgateway.routing.RouteProblem;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.service.InstanceSource;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.transform.RedirectFeature;
import io.embeddedgateway.transform.RespondFeature;
import io.embeddedgateway.transform.TransformFeature;
import io.embeddedgateway.upstream.Protocol;

/**
 * Checks what services and routes refer to, so that these mistakes are reported together
 * with all others, before anything is built. It looks at names and types of beans only.
 */
final class DeclarationCheck implements ConfigurationCheck<GatewayProperties> {

	private static final String SERVICES = "gateway.services";

	private static final String ROUTES = "gateway.routes";

	private static final GatewayFilter ANY_FILTER = (exchange, chain) -> Mono.empty();

	/**
	 * Features that can judge a route by themselves, without other beans.
	 */
	private static final List<RouteFeature> JUDGES = List.of(new TransformFeature(), new RedirectFeature(),
			new RespondFeature(), new AggregateFeature(ObservationRegistry.NOOP));

	/**
	 * Ways along other routes, as far as these features can judge them.
	 */
	private static final RouteChains JUDGED = new RouteChains() {

		@Override
		public GatewayFilterChain to(String id) {
			return (exchange) -> Mono.empty();
		}

		@Override
		public GatewayFilterChain along(Route route) {
			JUDGES.forEach((feature) -> feature.filterFor(route));
			return (exchange) -> Mono.empty();
		}

	};

	private final ListableBeanFactory beans;

	DeclarationCheck(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void check(@Nullable GatewayProperties properties, Problems problems) {
		if (properties == null) {
			return;
		}
		properties.services().forEach((id, service) -> checkService(id, service, problems));
		properties.health()
			.requiredServices()
			.forEach((id) -> checkServiceId(OnRequiredServicesCondition.REQUIRED, id, properties, problems));
		new StickyCookieCheck(problems).check(properties.services());
		new UsageCheck(this.beans, problems).check(properties.usage());
		new AccessLogCheck(problems).check(properties);
		checkCallers(properties, problems);
		checkLimits(properties, problems);
		checkBeans("gateway.defaults.filters", properties.defaults().filters(), GatewayFilter.class, problems);
		Map<Route, String> routes = new LinkedHashMap<>();
		properties.routes().forEach((id, declared) -> {
			Route route = checkRoute(id, declared, properties, problems);
			if (route != null) {
				routes.put(route, Problems.path(ROUTES, id));
			}
		});
		boolean moreRoutes = !namesOf(Route.class).isEmpty() || !namesOf(RouteSource.class).isEmpty();
		new FallbackCheck(properties, problems, moreRoutes).check();
		for (RouteProblem problem : RouteTables.problems(routes.keySet())) {
			problems.add(routes.getOrDefault(problem.route(), ROUTES), problem.message());
		}
	}

	private void checkCallers(GatewayProperties properties, Problems problems) {
		AuthCheck auth = new AuthCheck(this.beans, properties.auth(), problems);
		auth.checkProviders();
		TokenProvidersCheck tokens = new TokenProvidersCheck(this.beans, problems);
		properties.tokenClients()
			.forEach((name, client) -> tokens.check(Problems.path("gateway.token-clients", name), client));
		auth.check("gateway.defaults.auth", properties.defaults().auth());
		Set<String> clients = properties.tokenClients().keySet();
		auth.checkRelay("gateway.defaults.relay", properties.defaults().relay(), clients);
		properties.services()
			.forEach(
					(id, service) -> auth.checkRelay(Problems.path(SERVICES, id) + ".relay", service.relay(), clients));
		properties.routes().forEach((id, declared) -> {
			auth.check(Problems.path(ROUTES, id) + ".auth", declared.auth());
			auth.checkRelay(Problems.path(ROUTES, id) + ".relay", declared.relay(), clients);
		});
	}

	private void checkLimits(GatewayProperties properties, Problems problems) {
		RateLimitCheck limits = new RateLimitCheck(this.beans, properties, problems);
		limits.checkStore();
		limits.checkShared();
		limits.check("gateway.defaults.rate-limit", properties.defaults().rateLimit());
		checkAddresses("gateway.defaults.addresses", properties.defaults().addresses(), problems);
		properties.routes().forEach((id, declared) -> {
			limits.check(Problems.path(ROUTES, id) + ".rate-limit", declared.rateLimit());
			checkAddresses(Problems.path(ROUTES, id) + ".addresses", declared.addresses(), problems);
		});
	}

	private static void checkAddresses(String path, @Nullable AddressPolicy addresses, Problems problems) {
		if (addresses != null) {
			problems.addIfEmptied(path + ".deny", addresses.deny());
		}
	}

	private void checkService(String id, ServiceProperties service, Problems problems) {
		String path = Problems.path(SERVICES, id);
		boolean sources = service.instanceSource() != null;
		if (service.instances().isEmpty() != sources && !problems.failed(path + ".instances")) {
			problems.add(path, sources ? "has both 'instances' and 'instance-source'. Remove one"
					: "has no instances. Write 'instances: http://host:port', or 'instance-source' with the name of a bean");
		}
		if (service.instanceSource() != null) {
			checkBeans(path + ".instance-source", List.of(service.instanceSource()), InstanceSource.class, problems);
		}
		new ServiceTlsCheck(path, service, problems)
			.check(this.beans.getBeanProvider(SslBundles.class).getIfAvailable());
		new LoadBalancerCheck(this.beans).check(path + ".load-balancer", service.loadBalancer(), problems);
		checkHealthCheck(path, service, problems);
		new InstancesCheck(problems, () -> !namesOf(InstanceRegistry.class).isEmpty()).check(id, path,
				service.instances());
	}

	private static void checkHealthCheck(String path, ServiceProperties service, Problems problems) {
		HealthCheckPolicy check = service.healthCheck();
		if (check != null && check.type() == CheckType.GRPC && service.protocol() == Protocol.HTTP_1_1) {
			problems.add(path + ".health-check",
					"'type: grpc' needs HTTP/2. Write 'protocol: h2c' for the service, or 'h2' where it has TLS");
		}
	}

	private @Nullable Route checkRoute(String id, RouteProperties declared, GatewayProperties properties,
			Problems problems) {
		String path = Problems.path(ROUTES, id);
		boolean complete = checkTarget(path, declared, problems);
		if (declared.path().isEmpty() && !problems.failed(path + ".path")) {
			problems.add(path, "has no path. Write for example 'path: /" + id + "/**'");
		}
		if (declared.service() != null) {
			checkServiceId(path + ".service", declared.service(), properties, problems);
		}
		if (declared.filters() != null) {
			checkBeans(path + ".filters", declared.filters(), GatewayFilter.class, problems);
		}
		complete &= checkAggregate(path, declared, properties, problems);
		if (!complete || declared.path().isEmpty()) {
			return null;
		}
		DeclaredRoutes routes = new DeclaredRoutes(properties, (name) -> ANY_FILTER, AggregateCheck.ANY);
		List<Route> built = new ArrayList<>(1);
		boolean forwarded = declared.isForwarded();
		checkForwarded(path + ".retry", forwarded || declared.retry() == null, problems);
		checkForwarded(path + ".hedge", forwarded || declared.hedge() == null, problems);
		checkForwarded(path + ".fallback", forwarded || declared.fallback() == null, problems);
		checkForwarded(path + ".timeout", forwarded || declared.aggregate() != null || declared.timeout() == null
				|| declared.timeout().waitPolicy() == null, problems);
		attempt(path, problems, () -> {
			Route route = routes.route(id, declared, problems.origin(path));
			built.add(route);
			JUDGES.forEach((feature) -> feature.filterFor(route, JUDGED));
			if (forwarded) {
				new FallbackFeature().filterFor(route, JUDGED);
			}
		});
		return built.isEmpty() ? null : built.get(0);
	}

	private void checkServiceId(String path, String id, GatewayProperties properties, Problems problems) {
		if (!properties.services().containsKey(id) && !problems.failed(Problems.path(SERVICES, id))
				&& namesOf(Service.class).isEmpty()) {
			problems.add(path,
					"there is no service '" + id + "'. " + DidYouMean.among(id, properties.services().keySet()));
		}
	}

	private boolean checkAggregate(String path, RouteProperties declared, GatewayProperties properties,
			Problems problems) {
		AggregateProperties aggregate = declared.aggregate();
		if (aggregate == null) {
			return true;
		}
		if (aggregate.timeout() != null && declared.timeout() != null && declared.timeout().total() != null) {
			problems.add(path + ".timeout", "is said twice, here and as 'aggregate.timeout'. Remove one");
		}
		AggregateCheck.warnIfReadingChanges(path + ".aggregate", aggregate, declared.match());
		return new AggregateCheck(this.beans, problems,
				(property, id) -> checkServiceId(property, id, properties, problems))
			.check(path + ".aggregate", aggregate);
	}

	private static void checkForwarded(String path, boolean right, Problems problems) {
		if (!right) {
			problems.add(path, path.endsWith(".timeout")
					? "'response' and 'idle' are for routes that end at a 'service' or a 'uri', and for an 'aggregate'. Write 'total' alone"
					: "is for routes that end at a 'service' or a 'uri'. Remove it");
		}
	}

	private static boolean checkTarget(String path, RouteProperties declared, Problems problems) {
		List<String> targets = declared.targets();
		if (targets.size() > 1) {
			problems.add(path, "has more than one target: '" + String.join("' and '", targets) + "'. Keep one");
		}
		else if (targets.isEmpty() && !anyTargetFailed(path, problems)) {
			problems.add(path,
					"has no target. Write one of 'uri', 'service', 'local: true', 'redirect', 'respond' or 'aggregate'");
		}
		return targets.size() == 1;
	}

	private static boolean anyTargetFailed(String path, Problems problems) {
		return RouteProperties.TARGETS.stream().anyMatch((target) -> problems.failed(path + "." + target));
	}

	private void checkBeans(String property, List<String> names, Class<?> type, Problems problems) {
		for (String name : names) {
			String mistake = NamedBeans.mistake(this.beans, name, type);
			if (mistake != null) {
				problems.add(property, mistake);
			}
		}
	}

	private Set<String> namesOf(Class<?> type) {
		return NamedBeans.names(this.beans, type);
	}

	private static void attempt(String path, Problems problems, Runnable attempt) {
		try {
			attempt.run();
		}
		catch (InvalidAggregateException ex) {
			ex.mistakes()
				.forEach((mistake) -> problems.add(path + ".aggregate." + mistake.property(), mistake.message()));
		}
		catch (IllegalArgumentException ex) {
			problems.add(path, String.valueOf(ex.getMessage()));
		}
	}

}
