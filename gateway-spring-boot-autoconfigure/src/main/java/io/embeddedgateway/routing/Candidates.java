package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import io.embeddedgateway.Route;

/**
 * Finds the routes that a request matches or nearly does, and says what keeps it from
 * them. It looks at all routes, which is for people who ask, not for requests.
 */
final class Candidates {

	private static final int MOST = 10;

	private final Arrival arrival;

	private final @Nullable RouteEntry chosen;

	/**
	 * Create candidates.
	 * @param arrival the request
	 * @param chosen the path of the route on which it is, or {@code null} if it is on
	 * none
	 */
	Candidates(Arrival arrival, @Nullable RouteEntry chosen) {
		this.arrival = arrival;
		this.chosen = chosen;
	}

	/**
	 * Find them.
	 * @return those whose path matches, most specific first, then those that came close;
	 * at most ten of each
	 */
	List<RouteCandidate> find() {
		List<RouteCandidate> found = new ArrayList<>();
		List<Near> near = new ArrayList<>();
		for (RouteEntry entry : this.arrival.table().entries()) {
			if (entry.match(this.arrival.path()) != null) {
				if (found.size() < MOST || entry == this.chosen) {
					found.add(candidate(entry));
				}
			}
			else {
				int segments = commonSegments(entry.pattern());
				if (segments > 0) {
					near.add(new Near(entry, segments));
				}
			}
		}
		near.stream()
			.sorted(Comparator.comparingInt(Near::segments).reversed())
			.limit(Math.max(0, MOST - found.size()))
			.map(this::failed)
			.forEach(found::add);
		return found;
	}

	private RouteCandidate candidate(RouteEntry entry) {
		List<String> failed = conditions(entry);
		boolean matched = failed.isEmpty() || entry == this.chosen;
		if (entry == this.chosen) {
			failed = List.of();
		}
		else if (matched) {
			failed = List.of(whyNot(entry));
		}
		return new RouteCandidate(entry.route(), entry.pattern().getPatternString(), matched, failed);
	}

	private RouteCandidate failed(Near near) {
		List<String> failed = new ArrayList<>();
		failed.add("the path does not match");
		failed.addAll(conditions(near.entry()));
		return new RouteCandidate(near.entry().route(), near.entry().pattern().getPatternString(), false, failed);
	}

	private List<String> conditions(RouteEntry entry) {
		List<String> failed = new ArrayList<>();
		CompiledRoute compiled = entry.compiled();
		HttpMethod method = this.arrival.request().method();
		HttpMethod announced = compiled.crossOrigin() ? Preflight.announced(this.arrival.request()) : null;
		if (!compiled.match().accepts((announced != null) ? announced : method)) {
			failed.add("method " + method + " is not one of " + new TreeSet<>(compiled.match().methods()));
		}
		if (!HostIndex.contains(compiled.match().hosts(), this.arrival.client().host())) {
			failed.add("host " + this.arrival.client().host() + " is not one of " + compiled.match().hosts());
		}
		failed.addAll(compiled.conditions().failures(this.arrival.request(), this.arrival.client()));
		return failed;
	}

	private String whyNot(RouteEntry entry) {
		RouteEntry chosen = this.chosen;
		boolean local = RouteTable.isLocal(entry.route());
		if (chosen == null || local != RouteTable.isLocal(chosen.route())) {
			return local ? "it guards what the application answers itself, and here something else answers"
					: "a handler of the application goes before it";
		}
		return "route '" + chosen.route().id() + "' goes before it: " + reason(chosen, entry);
	}

	// Why one path goes before another that matches too
	private static String reason(RouteEntry first, RouteEntry second) {
		Route route = first.route();
		if (route.order() != second.route().order()) {
			return "its order is " + route.order() + ", and not " + second.route().order();
		}
		if (PathPattern.SPECIFICITY_COMPARATOR.compare(first.pattern(), second.pattern()) != 0) {
			return first.pattern() + " is more specific than " + second.pattern();
		}
		return "its conditions are more specific";
	}

	// How many segments at the start of the path the pattern would match
	private int commonSegments(PathPattern pattern) {
		List<String> patterns = PathTree.segments(pattern.getPatternString());
		List<String> segments = segments(this.arrival.path());
		int common = 0;
		boolean literal = false;
		while (common < patterns.size() && common < segments.size()
				&& PathPatternParser.defaultInstance.parse("/" + patterns.get(common))
					.matches(PathContainer.parsePath("/" + segments.get(common)))) {
			literal |= patterns.get(common).equals(segments.get(common));
			common++;
		}
		return literal ? common : 0;
	}

	private static List<String> segments(PathContainer path) {
		return path.elements()
			.stream()
			.filter(PathContainer.PathSegment.class::isInstance)
			.map(PathContainer.Element::value)
			.toList();
	}

	/**
	 * A path that came close.
	 *
	 * @param entry the path of a route
	 * @param segments how many segments are the same
	 */
	private record Near(RouteEntry entry, int segments) {
	}

}
