package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.List;

import io.embeddedgateway.Route;

/**
 * Finds routes that no request reaches, because another one takes all of them. Only what
 * is certain: a path that ends in {@code **} below another one, without conditions.
 */
final class Reach {

	private Reach() {
	}

	/**
	 * Where a route takes all requests of another one.
	 * @param table the routes
	 * @return a sentence for each
	 */
	static List<String> warnings(RouteTable table) {
		List<String> warnings = new ArrayList<>();
		// Of the same order, the more specific one comes first: it takes some, never all
		List<RouteEntry> wide = new ArrayList<>();
		for (RouteEntry entry : table.entries()) {
			for (RouteEntry other : wide) {
				if (takesAll(other, entry)) {
					warnings.add(entry.route() + " is never reached at '" + entry.pattern() + "': " + other.route()
							+ " has the lower 'order' and takes all of '" + other.pattern() + "'. Remove one, or write "
							+ "'order: " + other.route().order() + "' on both, so that the more specific one wins");
					break;
				}
			}
			if (entry.pattern().getPatternString().endsWith("/**") && entry.compiled().match().count() == 0) {
				wide.add(entry);
			}
		}
		return warnings;
	}

	private static boolean takesAll(RouteEntry wide, RouteEntry entry) {
		Route route = entry.route();
		if (wide.route().order() >= route.order() || wide.route() == route
				|| RouteTable.isLocal(wide.route()) != RouteTable.isLocal(route)) {
			return false;
		}
		String prefix = prefix(wide);
		String path = entry.pattern().getPatternString();
		return !prefix.contains("{") && !prefix.contains("*") && !prefix.contains("?")
				&& (path.equals(prefix) || path.startsWith(prefix + "/"));
	}

	private static String prefix(RouteEntry wide) {
		String text = wide.pattern().getPatternString();
		return text.substring(0, text.length() - "/**".length());
	}

}
