package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.Target;

/**
 * All routes at one moment. Immutable: a request keeps the table it began with. Routes
 * that lead elsewhere compete with each other; local routes, which guard what the
 * application answers itself, only among themselves.
 */
final class RouteTable {

	static final RouteTable EMPTY = new RouteTable(List.of(), List.of());

	private final List<RouteEntry> entries;

	private final List<Route> parts;

	private final HostIndex elsewhere = new HostIndex();

	private final HostIndex local = new HostIndex();

	private final boolean guarded;

	private final NearbyPaths nearby;

	RouteTable(Collection<CompiledRoute> routes, Collection<Route> parts) {
		this.parts = List.copyOf(parts);
		List<RouteEntry> entries = new ArrayList<>();
		for (CompiledRoute compiled : routes) {
			compiled.route().paths().forEach((path) -> entries.add(new RouteEntry(compiled, path)));
		}
		entries.sort(RouteEntry.MOST_SPECIFIC_FIRST);
		for (int rank = 0; rank < entries.size(); rank++) {
			RouteEntry entry = entries.get(rank);
			entry.rank(rank);
			(isLocal(entry.route()) ? this.local : this.elsewhere).add(entry);
		}
		this.entries = List.copyOf(entries);
		this.nearby = new NearbyPaths(this.entries);
		this.guarded = routes.stream().anyMatch((route) -> route.guard() != null);
	}

	/**
	 * Whether there is a route that asks who is calling.
	 * @return whether there is
	 */
	boolean isGuarded() {
		return this.guarded;
	}

	static boolean isLocal(Route route) {
		return route.target() instanceof Target.Local;
	}

	/**
	 * What is wrong with routes that are to stand in one table.
	 * @param routes the routes
	 * @return the problems, each a sentence; empty if there are none
	 */
	static List<RouteProblem> problems(Collection<Route> routes) {
		List<RouteProblem> problems = new ArrayList<>();
		Map<String, Route> ids = new HashMap<>();
		Map<Object, Route> identities = new HashMap<>();
		for (Route route : routes) {
			Route sameId = ids.putIfAbsent(route.id(), route);
			if (sameId != null) {
				problems.add(new RouteProblem(route, "has the same id as " + sameId + ". Give each route its own id"));
			}
			Set<Object> own = new HashSet<>();
			for (var path : route.paths()) {
				Object identity = RouteEntry.identity(route, path);
				Route same = own.add(identity) ? identities.putIfAbsent(identity, route) : null;
				if (same != null) {
					problems.add(new RouteProblem(route, "matches exactly the same requests as " + same + ", at path '"
							+ path + "'. Remove one, or tell them apart by 'match' or 'order'"));
				}
			}
		}
		return problems;
	}

	/**
	 * All routes.
	 * @return the routes, most specific first
	 */
	List<Route> routes() {
		return this.entries.stream().map(RouteEntry::route).distinct().toList();
	}

	/**
	 * All routes, and those that are parts of them.
	 * @return the routes
	 */
	List<Route> routesAndParts() {
		List<Route> all = new ArrayList<>(routes());
		all.addAll(this.parts);
		return all;
	}

	List<RouteEntry> entries() {
		return this.entries;
	}

	/**
	 * What people are told about the routes.
	 * @param shadows the own handlers that answer instead of a route, by its id
	 * @return the routes, most specific first
	 */
	List<RouteView> views(Map<String, List<String>> shadows) {
		return this.entries.stream()
			.map(RouteEntry::compiled)
			.distinct()
			.map((compiled) -> new RouteView(compiled.route(), compiled.match(), compiled.filters(),
					shadows.getOrDefault(compiled.route().id(), List.of())))
			.toList();
	}

	/**
	 * Find the most specific route that leads elsewhere.
	 * @param request the request
	 * @param client where it comes from
	 * @param path its path within the application
	 * @return the route, or {@code null} if none matches
	 */
	@Nullable RouteMatch find(GatewayRequest request, ClientConnection client, PathContainer path) {
		return find(this.elsewhere, request, client, path);
	}

	/**
	 * Find the most specific route that guards the application's own handlers.
	 * @param request the request
	 * @param client where it comes from
	 * @param path its path within the application
	 * @return the route, or {@code null} if none matches
	 */
	@Nullable RouteMatch findLocal(GatewayRequest request, ClientConnection client, PathContainer path) {
		return find(this.local, request, client, path);
	}

	private static @Nullable RouteMatch find(HostIndex index, GatewayRequest request, ClientConnection client,
			PathContainer path) {
		if (index.isEmpty()) {
			return null;
		}
		HttpMethod announced = Preflight.announced(request);
		if (announced != null) {
			RouteMatch match = find(index, new Search(request, announced, true, client, path));
			if (match != null && match.entry().compiled().crossOrigin()) {
				return match;
			}
		}
		return find(index, new Search(request, request.method(), false, client, path));
	}

	private static @Nullable RouteMatch find(HostIndex index, Search search) {
		index.visit(search.client.host(), search.path, search);
		return search.best();
	}

	/**
	 * The methods by which routes would have matched a request that none matched.
	 * @param request the request
	 * @param client where it comes from
	 * @param path its path within the application
	 * @return the methods, empty if it was not for the method
	 */
	Set<HttpMethod> allowedMethods(GatewayRequest request, ClientConnection client, PathContainer path) {
		Set<HttpMethod> methods = new HashSet<>();
		this.elsewhere.visit(client.host(), path, (entry) -> {
			CompiledRoute compiled = entry.compiled();
			if (!compiled.match().accepts(request.method()) && entry.match(path) != null
					&& compiled.conditions().test(request, client)) {
				methods.addAll(compiled.match().methods());
			}
		});
		return methods;
	}

	/**
	 * What variables in the paths of routes would have been in a request that none took.
	 * @param rawPath the path as it was sent
	 * @param path the same within the application
	 * @return the values of the variables, for each path of a route that is near
	 */
	List<Map<String, String>> pathVariables(String rawPath, PathContainer path) {
		return this.nearby.variables(rawPath, path);
	}

	/**
	 * Keeps the best entry that was visited.
	 */
	private static final class Search implements Consumer<RouteEntry> {

		private final GatewayRequest request;

		private final HttpMethod method;

		private final boolean preflight;

		private final ClientConnection client;

		private final PathContainer path;

		private @Nullable RouteEntry best;

		private @Nullable PathMatchInfo info;

		Search(GatewayRequest request, HttpMethod method, boolean preflight, ClientConnection client,
				PathContainer path) {
			this.request = request;
			this.method = method;
			this.preflight = preflight;
			this.client = client;
			this.path = path;
		}

		@Override
		public void accept(RouteEntry entry) {
			RouteEntry best = this.best;
			CompiledRoute compiled = entry.compiled();
			if ((best != null && best.rank() < entry.rank()) || !compiled.match().accepts(this.method)) {
				return;
			}
			PathMatchInfo info = entry.match(this.path);
			if (info != null && test(compiled)) {
				this.best = entry;
				this.info = info;
			}
		}

		private boolean test(CompiledRoute compiled) {
			RequestConditions conditions = compiled.conditions();
			if (!this.preflight) {
				return conditions.test(this.request, this.client);
			}
			// Who can't say whether it matches, and has no answer, leaves it to others
			return (compiled.crossOrigin() || !conditions.needHeaders())
					&& conditions.mayMatchAnnounced(this.request, this.client);
		}

		@Nullable RouteMatch best() {
			return (this.best != null && this.info != null) ? new RouteMatch(this.best, this.info) : null;
		}

	}

}
