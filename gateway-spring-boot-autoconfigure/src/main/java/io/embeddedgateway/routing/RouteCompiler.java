package io.embeddedgateway.routing;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;

/**
 * Makes a {@link RouteTable} of routes. Whatever can go wrong with a route goes wrong
 * here, before the table is used.
 */
final class RouteCompiler {

	private static final GatewayFilterChain NO_CHAIN = (exchange) -> Mono
		.error(new IllegalStateException("Nothing answers " + exchange));

	private final List<RouteFeature> features;

	private final GatewayFilter pathGuard;

	private final GatewayFilterChain localTarget;

	private final Clock clock;

	RouteCompiler(Collection<? extends RouteFeature> features, GatewayFilter pathGuard, GatewayFilterChain localTarget,
			Clock clock) {
		this.pathGuard = pathGuard;
		this.features = List.copyOf(features);
		this.localTarget = localTarget;
		this.clock = clock;
	}

	/**
	 * Make a table.
	 * @param routes the routes
	 * @return the table
	 * @throws RouteTableException if the routes can't stand together or one of them can't
	 * be built
	 */
	RouteTable compile(Collection<Route> routes) {
		List<RouteProblem> problems = new ArrayList<>(RouteTable.problems(routes));
		List<CompiledRoute> compiled = new ArrayList<>(routes.size());
		RouteLinks links = new RouteLinks(routes);
		for (Route route : routes) {
			try {
				RequestMatch match = match(route);
				List<PlannedFilter> filters = filters(route, links);
				GatewayFilterChain chain = chain(route, filters);
				links.compiled(route, chain);
				compiled.add(new CompiledRoute(route, match, RequestConditions.compile(match, this.clock), chain,
						List.copyOf(filters), first(filters, FilterStage.CORS) != null,
						first(filters, FilterStage.AUTHENTICATE)));
			}
			catch (IllegalArgumentException ex) {
				problems.add(new RouteProblem(route, "can't be used: " + ex.getMessage()));
			}
		}
		problems.addAll(links.problems());
		if (!problems.isEmpty()) {
			throw new RouteTableException(problems);
		}
		return new RouteTable(compiled, links.parts());
	}

	/**
	 * Tell the features that a table is in use.
	 * @param table the table
	 */
	void used(RouteTable table) {
		List<Route> routes = table.routesAndParts();
		this.features.forEach((feature) -> feature.used(routes));
	}

	static RequestMatch match(Route route) {
		RequestMatch match = route.policy(RequestMatch.class);
		return (match != null) ? match : RequestMatch.ANY;
	}

	private List<PlannedFilter> filters(Route route, RouteLinks links) {
		checkPolicies(route);
		RouteChains chains = links.of(route, (other) -> chain(other, filters(other, links)));
		List<PlannedFilter> filters = new ArrayList<>();
		filters.add(new PlannedFilter(FilterStage.GUARD, "path-guard", this.pathGuard));
		for (RouteFeature feature : this.features) {
			GatewayFilter filter = feature.filterFor(route, chains);
			if (filter != null) {
				filters.add(new PlannedFilter(feature.stage(), feature.name(), filter));
			}
		}
		route.filters().forEach((name, filter) -> filters.add(new PlannedFilter(FilterStage.CUSTOM, name, filter)));
		filters.sort(Comparator.comparing(PlannedFilter::stage));
		checkTarget(route, filters);
		return filters;
	}

	private static @Nullable GatewayFilter first(List<PlannedFilter> filters, FilterStage stage) {
		for (PlannedFilter staged : filters) {
			if (staged.stage() == stage) {
				return staged.filter();
			}
		}
		return null;
	}

	private GatewayFilterChain chain(Route route, List<PlannedFilter> filters) {
		GatewayFilterChain chain = RouteTable.isLocal(route) ? this.localTarget : NO_CHAIN;
		for (int i = filters.size() - 1; i >= 0; i--) {
			chain = new ChainLink(filters.get(i), chain);
		}
		return chain;
	}

	private void checkPolicies(Route route) {
		Set<Class<?>> unused = new HashSet<>(route.policies());
		unused.remove(RequestMatch.class);
		this.features.forEach((feature) -> unused.removeAll(feature.policies()));
		if (!unused.isEmpty()) {
			throw new IllegalArgumentException("no feature applies its "
					+ unused.stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(" and "))
					+ ". Is the feature switched off?");
		}
	}

	private static void checkTarget(Route route, List<PlannedFilter> filters) {
		long targets = filters.stream().filter((staged) -> staged.stage() == FilterStage.TARGET).count();
		if (targets != (RouteTable.isLocal(route) ? 0 : 1)) {
			throw new IllegalArgumentException((targets == 0)
					? "no feature answers for its target '" + route.target() + "'. Is the feature switched off?"
					: "more than one feature wants to answer for it. Remove a policy");
		}
	}

}
