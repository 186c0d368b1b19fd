package io.embeddedgateway.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/**
 * Trees of paths by host, so that the number of hosts does not count either.
 */
final class HostIndex {

	private final PathTree<RouteEntry> anyHost = new PathTree<>();

	private final Map<String, PathTree<RouteEntry>> exact = new HashMap<>();

	private final Map<String, PathTree<RouteEntry>> below = new HashMap<>();

	private boolean empty = true;

	void add(RouteEntry entry) {
		this.empty = false;
		List<String> hosts = entry.compiled().match().hosts();
		if (hosts.isEmpty()) {
			this.anyHost.add(entry.pattern(), entry);
		}
		for (String host : hosts) {
			Map<String, PathTree<RouteEntry>> trees = host.startsWith("*.") ? this.below : this.exact;
			String key = host.startsWith("*.") ? host.substring(2) : host;
			trees.computeIfAbsent(key, (unused) -> new PathTree<>()).add(entry.pattern(), entry);
		}
	}

	boolean isEmpty() {
		return this.empty;
	}

	/**
	 * Visit all entries that may match.
	 * @param authority the host that was asked for, perhaps with a port, or {@code null}
	 * @param path the path
	 * @param visitor called for each entry, in no particular order
	 */
	void visit(@Nullable String authority, PathContainer path, Consumer<RouteEntry> visitor) {
		this.anyHost.visit(path, visitor);
		if (authority == null || (this.exact.isEmpty() && this.below.isEmpty())) {
			return;
		}
		String host = hostOf(authority);
		visit(this.exact.get(host), path, visitor);
		for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
			visit(this.below.get(host.substring(dot + 1)), path, visitor);
		}
	}

	private static void visit(@Nullable PathTree<RouteEntry> tree, PathContainer path, Consumer<RouteEntry> visitor) {
		if (tree != null) {
			tree.visit(path, visitor);
		}
	}

	/**
	 * Whether a host is one of several, as the trees have it.
	 * @param hosts the hosts of a route, empty for any
	 * @param authority the host that was asked for, perhaps with a port, or {@code null}
	 * @return whether it is
	 */
	static boolean contains(List<String> hosts, @Nullable String authority) {
		String host = (authority != null) ? hostOf(authority) : "";
		return hosts.isEmpty() || hosts.stream()
			.anyMatch((each) -> each.startsWith("*.") ? host.endsWith(each.substring(1)) : host.equals(each));
	}

	private static String hostOf(String authority) {
		int bracket = authority.indexOf(']');
		int colon = authority.indexOf(':', Math.max(bracket, 0));
		String host = (colon < 0) ? authority : authority.substring(0, colon);
		String lower = host.toLowerCase(Locale.ROOT);
		return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
	}

}
