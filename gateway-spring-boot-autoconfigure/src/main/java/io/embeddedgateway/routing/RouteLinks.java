package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;

/**
 * What leads from routes to other routes, while a table is made of them.
 */
final class RouteLinks {

	private final Map<String, Link> links = new LinkedHashMap<>();

	private final Map<String, Set<String>> targets = new HashMap<>();

	private final Set<String> withLocalParts = new HashSet<>();

	private final Collection<Route> routes;

	private final List<Route> parts = new ArrayList<>();

	RouteLinks(Collection<Route> routes) {
		this.routes = routes;
		routes.forEach((route) -> this.links.put(route.id(), new Link(route)));
	}

	/**
	 * The other routes, as one of them sees them.
	 * @param from the route
	 * @param compiler makes the chain of a route
	 * @return the chains of the others
	 */
	RouteChains of(Route from, Compiler compiler) {
		return new RouteChains() {

			@Override
			public Collection<Route> routes() {
				return RouteLinks.this.routes;
			}

			@Override
			public boolean isPart() {
				Link link = RouteLinks.this.links.get(from.id());
				return link == null || link.route != from;
			}

			@Override
			public GatewayFilterChain to(String id) {
				return link(from, id);
			}

			@Override
			public GatewayFilterChain along(Route route) {
				if (RouteTable.isLocal(route)) {
					RouteLinks.this.withLocalParts.add(from.id());
				}
				RouteLinks.this.parts.add(route);
				GatewayFilterChain chain = compiler.compile(route);
				return (exchange) -> chain.filter(exchange.onRoute(route));
			}

		};
	}

	/**
	 * The routes that are parts of others.
	 * @return all that were asked for
	 */
	List<Route> parts() {
		return this.parts;
	}

	private GatewayFilterChain link(Route from, String id) {
		Link link = this.links.get(id);
		if (link == null) {
			throw new IllegalArgumentException(
					"there is no route '" + id + "'. Write one of " + new TreeSet<>(this.links.keySet()));
		}
		if (RouteTable.isLocal(link.route)) {
			throw new IllegalArgumentException("route '" + id
					+ "' ends at the application's own handlers, which another route can't lead to. Write another one");
		}
		this.targets.computeIfAbsent(from.id(), (key) -> new LinkedHashSet<>()).add(id);
		return link;
	}

	void compiled(Route route, GatewayFilterChain chain) {
		Link link = this.links.get(route.id());
		if (link != null) {
			link.chain = chain;
		}
	}

	/**
	 * What is wrong with where routes lead, once all of them are compiled.
	 * @return the problems
	 */
	List<RouteProblem> problems() {
		List<RouteProblem> problems = cycles();
		for (Link link : this.links.values()) {
			for (String target : this.targets.getOrDefault(link.route.id(), Set.of())) {
				if (this.withLocalParts.contains(target)) {
					problems.add(new RouteProblem(link.route, "leads to route '" + target
							+ "', a part of which ends at the application's own handlers, which another route can't lead to. "
							+ "Write another one"));
				}
			}
		}
		return problems;
	}

	private List<RouteProblem> cycles() {
		List<RouteProblem> problems = new ArrayList<>();
		Set<String> done = new LinkedHashSet<>();
		for (Link link : this.links.values()) {
			List<String> cycle = cycle(link.route.id(), new ArrayList<>(), done);
			if (cycle != null) {
				problems.add(new RouteProblem(link.route, "leads back to itself: " + String.join(" -> ", cycle)
						+ ". Let one of them lead elsewhere, or nowhere"));
			}
		}
		return problems;
	}

	private @Nullable List<String> cycle(String id, List<String> path, Set<String> done) {
		int start = path.indexOf(id);
		if (start >= 0) {
			List<String> cycle = new ArrayList<>(path.subList(start, path.size()));
			cycle.add(id);
			return cycle;
		}
		if (done.add(id)) {
			path.add(id);
			for (String next : this.targets.getOrDefault(id, Set.of())) {
				List<String> cycle = cycle(next, path, done);
				if (cycle != null) {
					return cycle;
				}
			}
			path.remove(path.size() - 1);
		}
		return null;
	}

	/**
	 * Makes the chain of a route.
	 */
	@FunctionalInterface
	interface Compiler {

		/**
		 * Make it.
		 * @param route the route
		 * @return its filters and its target
		 */
		GatewayFilterChain compile(Route route);

	}

	/**
	 * Stands for the chain of a route, which is made before or after.
	 */
	private static final class Link implements GatewayFilterChain {

		private final Route route;

		private volatile @Nullable GatewayFilterChain chain;

		private Link(Route route) {
			this.route = route;
		}

		@Override
		public Mono<GatewayResponse> filter(GatewayExchange exchange) {
			GatewayFilterChain chain = this.chain;
			return (chain != null) ? chain.filter(exchange.onRoute(this.route))
					: Mono.error(new IllegalStateException("Not built: " + this.route));
		}

	}

}
