package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.util.pattern.PathPattern;

/**
 * A tree over the segments of path patterns. It finds all entries whose pattern may match
 * a path, and few others, at a cost that does not depend on their number. Whether a
 * pattern really matches is for the pattern to say.
 *
 * @param <E> the type of the entries
 */
final class PathTree<E> {

	private final Node<E> root = new Node<>();

	void add(PathPattern pattern, E entry) {
		Node<E> node = this.root;
		for (String segment : segments(pattern.getPatternString())) {
			if (segment.equals("**") || segment.startsWith("{*")) {
				node.below.add(entry);
				return;
			}
			node = isLiteral(segment) ? node.literals.computeIfAbsent(segment, (key) -> new Node<>()) : node.any();
		}
		node.here.add(entry);
	}

	/**
	 * The segments of a pattern.
	 * @param pattern the pattern, with a slash at its start
	 * @return what stands between its slashes, but for those within braces
	 */
	static List<String> segments(String pattern) {
		List<String> segments = new ArrayList<>();
		int depth = 0;
		int start = 1;
		for (int i = 1; i < pattern.length(); i++) {
			char current = pattern.charAt(i);
			depth += (current == '{') ? 1 : (current == '}') ? -1 : 0;
			if (current == '/' && depth == 0) {
				segments.add(pattern.substring(start, i));
				start = i + 1;
			}
		}
		segments.add(pattern.substring(start));
		return segments;
	}

	private static boolean isLiteral(String segment) {
		return segment.indexOf('*') < 0 && segment.indexOf('?') < 0 && segment.indexOf('{') < 0;
	}

	/**
	 * Visit all entries that may match.
	 * @param path the path
	 * @param visitor called for each entry, in no particular order
	 */
	void visit(PathContainer path, Consumer<E> visitor) {
		visit(this.root, path.elements(), 0, visitor);
	}

	private static <E> void visit(Node<E> node, List<PathContainer.Element> path, int index, Consumer<E> visitor) {
		node.below.forEach(visitor);
		if (index >= path.size()) {
			node.here.forEach(visitor);
			return;
		}
		// At each step a separator, and a segment unless the next separator follows at
		// once
		boolean hasSegment = index + 1 < path.size() && path.get(index + 1) instanceof PathSegment;
		String segment = hasSegment ? ((PathSegment) path.get(index + 1)).valueToMatch() : "";
		int next = index + (hasSegment ? 2 : 1);
		Node<E> literal = node.literals.get(segment);
		if (literal != null) {
			visit(literal, path, next, visitor);
		}
		if (node.any != null) {
			visit(node.any, path, next, visitor);
		}
	}

	private static final class Node<E> {

		private final Map<String, Node<E>> literals = new HashMap<>();

		private final List<E> here = new ArrayList<>(1);

		private final List<E> below = new ArrayList<>(1);

		private @Nullable Node<E> any;

		Node<E> any() {
			Node<E> node = this.any;
			if (node == null) {
				node = new Node<>();
				this.any = node;
			}
			return node;
		}

	}

}
