package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

/**
 * The paths of all routes that have variables, whatever else routes ask for. It says what
 * may be meant by the segments of a path that no route took.
 */
final class NearbyPaths {

	private final PathTree<RouteEntry> tree = new PathTree<>();

	NearbyPaths(List<RouteEntry> entries) {
		Set<String> known = new HashSet<>();
		for (RouteEntry entry : entries) {
			String pattern = entry.pattern().getPatternString();
			if (pattern.indexOf('{') >= 0 && known.add(pattern)) {
				this.tree.add(entry.pattern(), entry);
			}
		}
	}

	/**
	 * The values of variables in all paths that a path matches, as it is, or without
	 * empty segments, without the slash at its end, whatever the case of its letters.
	 * @param rawPath the path as it was sent
	 * @param path the same within the application
	 * @return the values as they were sent, perhaps in lower case
	 */
	List<Map<String, String>> variables(String rawPath, PathContainer path) {
		List<Map<String, String>> variables = new ArrayList<>();
		collect(rawPath, path, variables);
		PathContainer other = OtherReading.of(path);
		if (other != null) {
			collect(other.value(), other, variables);
		}
		return variables;
	}

	private void collect(String rawPath, PathContainer path, List<Map<String, String>> variables) {
		this.tree.visit(path, (entry) -> {
			@Nullable PathMatchInfo info = entry.match(path);
			if (info != null) {
				variables.add(entry.rawVariables(rawPath, info.getUriVariables()));
			}
		});
	}

}
