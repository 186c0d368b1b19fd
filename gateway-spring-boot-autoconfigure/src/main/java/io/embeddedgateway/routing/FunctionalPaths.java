package io.embeddedgateway.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * The paths under which functional endpoints may answer. What does not tell its path may
 * answer under any.
 */
final class FunctionalPaths implements RouterFunctions.Visitor {

	private static final String ANY = "/**";

	private final List<PathPattern> patterns = new ArrayList<>();

	private final Deque<List<String>> nested = new ArrayDeque<>(List.of(List.of("")));

	private FunctionalPaths() {
	}

	static List<PathPattern> of(RouterFunction<?> function) {
		FunctionalPaths paths = new FunctionalPaths();
		function.accept(paths);
		return paths.patterns;
	}

	@Override
	public void startNested(RequestPredicate predicate) {
		this.nested.push(below(this.nested.element(), PredicatePaths.of(predicate)));
	}

	private static List<String> below(List<String> prefixes, List<String> paths) {
		List<String> combined = new ArrayList<>();
		for (String prefix : prefixes) {
			paths.forEach((path) -> combined.add(join(prefix, path)));
		}
		return combined.isEmpty() ? prefixes : combined;
	}

	private static String join(String prefix, String path) {
		String parent = prefix.endsWith("/**") ? prefix.substring(0, prefix.length() - 3) : prefix;
		String start = parent.endsWith("/") ? parent.substring(0, parent.length() - 1) : parent;
		boolean joined = path.startsWith("/") || path.isEmpty();
		return start + (joined ? path : "/" + path);
	}

	@Override
	public void endNested(RequestPredicate predicate) {
		this.nested.pop();
	}

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handlerFunction) {
		List<String> paths = PredicatePaths.of(predicate);
		add(below(this.nested.element(), paths.isEmpty() ? List.of(ANY) : paths));
	}

	private void add(List<String> paths) {
		paths
			.forEach((path) -> this.patterns.add(PathPatternParser.defaultInstance.parse(path.isEmpty() ? "/" : path)));
	}

	@Override
	public void resources(Function<ServerRequest, Mono<Resource>> lookupFunction) {
		// Static resources do not compete with routes
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
	}

	@Override
	public void unknown(RouterFunction<?> routerFunction) {
		add(below(this.nested.element(), List.of(ANY)));
	}

	/**
	 * The paths that a predicate names. A predicate that is an alternative or a negation
	 * may hold elsewhere too.
	 */
	private static final class PredicatePaths implements RequestPredicates.Visitor {

		private final List<String> paths = new ArrayList<>();

		private boolean elsewhere;

		static List<String> of(RequestPredicate predicate) {
			PredicatePaths visitor = new PredicatePaths();
			predicate.accept(visitor);
			return visitor.elsewhere ? List.of(ANY) : visitor.paths;
		}

		@Override
		public void path(String pattern) {
			this.paths.add(pattern);
		}

		@Override
		public void startNegate() {
			this.elsewhere = true;
		}

		@Override
		public void startOr() {
			this.elsewhere = true;
		}

		@Override
		public void unknown(RequestPredicate predicate) {
		}

		@Override
		public void method(Set<HttpMethod> methods) {
		}

		@Override
		@Deprecated
		@SuppressWarnings("removal") // the interface still demands it
		public void pathExtension(String extension) {
		}

		@Override
		public void header(String name, String value) {
		}

		@Override
		public void queryParam(String name, String value) {
		}

		@Override
		public void version(String version) {
		}

		@Override
		public void startAnd() {
		}

		@Override
		public void and() {
		}

		@Override
		public void endAnd() {
		}

		@Override
		public void or() {
		}

		@Override
		public void endOr() {
		}

		@Override
		public void endNegate() {
		}

	}

}
