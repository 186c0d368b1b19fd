package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.autoconfigure.strict.DidYouMean;
import io.embeddedgateway.autoconfigure.strict.Problems;

/**
 * Checks that fallbacks lead to routes, and not round in circles.
 */
final class FallbackCheck {

	private static final String ROUTES = "gateway.routes";

	private final GatewayProperties properties;

	private final Problems problems;

	/**
	 * Whether other routes than the declared ones may exist.
	 */
	private final boolean moreRoutes;

	FallbackCheck(GatewayProperties properties, Problems problems, boolean moreRoutes) {
		this.properties = properties;
		this.problems = problems;
		this.moreRoutes = moreRoutes;
	}

	void check() {
		FallbackProperties byDefault = this.properties.defaults().fallback();
		if (byDefault != null) {
			checkRoute("gateway.defaults.fallback", byDefault);
		}
		Set<String> done = new HashSet<>();
		this.properties.routes().forEach((id, route) -> {
			String path = Problems.path(ROUTES, id);
			if (route.fallback() != null) {
				checkRoute(path + ".fallback", route.fallback());
			}
			List<String> cycle = cycle(id, new ArrayList<>(), done);
			if (cycle != null) {
				this.problems.add(path + ".fallback", "leads back to the route: " + String.join(" -> ", cycle)
						+ ". Let one of them lead elsewhere, or write 'fallback: {respond: ...}'");
			}
		});
	}

	private void checkRoute(String path, FallbackProperties fallback) {
		String id = fallback.route();
		if (id == null) {
			return;
		}
		RouteProperties route = this.properties.routes().get(id);
		if (route == null && !this.moreRoutes && !this.problems.failed(Problems.path(ROUTES, id))) {
			this.problems.add(path,
					"there is no route '" + id + "'. " + DidYouMean.among(id, this.properties.routes().keySet()));
		}
		else if (route != null && route.local()) {
			this.problems.add(path, "route '" + id
					+ "' ends at the application's own handlers, which another route can't lead to. Write another one");
		}
		else if (route != null && route.aggregate() != null && route.aggregate().hasLocalPart()) {
			this.problems.add(path, "a part of route '" + id
					+ "' ends at the application's own handlers, which another route can't lead to. Write another one");
		}
	}

	private @Nullable List<String> cycle(String id, List<String> path, Set<String> done) {
		int start = path.indexOf(id);
		if (start >= 0) {
			List<String> cycle = new ArrayList<>(path.subList(start, path.size()));
			cycle.add(id);
			return cycle;
		}
		RouteProperties route = this.properties.routes().get(id);
		if (route == null || !done.add(id)) {
			return null;
		}
		FallbackProperties fallback = DeclaredRoutes.fallback(id, route, this.properties.defaults());
		if (fallback == null || fallback.route() == null) {
			return null;
		}
		path.add(id);
		return cycle(fallback.route(), path, done);
	}

}
