package io.embeddedgateway.routing;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;
import org.springframework.web.util.pattern.PathPatternParser;

import io.embeddedgateway.Route;

/**
 * One path of one route in the {@link RouteTable}.
 */
final class RouteEntry {

	/**
	 * The most specific entry first: explicit order, then the specificity of the path,
	 * then the place of its first wildcard, then the number of further conditions. What
	 * is still equal is told apart by id, so that the result never depends on the order
	 * of declaration.
	 */
	static final Comparator<RouteEntry> MOST_SPECIFIC_FIRST = Comparator
		.comparingInt((RouteEntry entry) -> entry.route().order())
		.thenComparing(RouteEntry::pattern, PathPattern.SPECIFICITY_COMPARATOR)
		.thenComparing(Comparator.comparingInt(RouteEntry::firstWildcard).reversed())
		.thenComparing(Comparator.comparingInt((RouteEntry entry) -> entry.compiled.match().count()).reversed())
		.thenComparing((entry) -> entry.compiled.match().hosts().stream().anyMatch((host) -> host.startsWith("*")))
		.thenComparing((entry) -> entry.route().id());

	private final CompiledRoute compiled;

	private final PathPattern pattern;

	private final PathPattern extractor;

	private int rank;

	RouteEntry(CompiledRoute compiled, PathPattern pattern) {
		this.compiled = compiled;
		this.pattern = pattern;
		this.extractor = extractor(pattern);
	}

	// The pattern with a name for what ** at its end matches; it matches the same
	private static PathPattern extractor(PathPattern pattern) {
		String text = pattern.getPatternString();
		boolean nameable = text.endsWith("/**") && !text.startsWith("/**/") && !text.contains("{" + Route.REST + "}");
		return nameable ? PathPatternParser.defaultInstance
			.parse(text.substring(0, text.length() - 2) + "{*" + Route.REST + "}") : pattern;
	}

	CompiledRoute compiled() {
		return this.compiled;
	}

	Route route() {
		return this.compiled.route();
	}

	PathPattern pattern() {
		return this.pattern;
	}

	int rank() {
		return this.rank;
	}

	void rank(int rank) {
		this.rank = rank;
	}

	private int firstWildcard() {
		String text = this.pattern.getPatternString();
		for (int i = 0; i < text.length(); i++) {
			if ("*?{".indexOf(text.charAt(i)) >= 0) {
				return i;
			}
		}
		return text.length();
	}

	// What the paths of two routes have in common that match exactly the same requests
	static Object identity(Route route, PathPattern path) {
		return Map.of("local", RouteTable.isLocal(route), "path", normalise(path), "order", route.order(), "match",
				RouteCompiler.match(route));
	}

	// A pattern without the names of its variables
	static String normalise(PathPattern pattern) {
		return pattern.getPatternString().replaceAll("\\{\\*[^}]*}$", "**").replaceAll("\\{[^:}/]+", "{");
	}

	@Nullable PathMatchInfo match(PathContainer path) {
		return this.extractor.matchAndExtract(path);
	}

	/**
	 * The values of the variables as they were sent. Where the literal part of the path
	 * was sent with needless encoding, the decoded values are encoded again instead.
	 * @param rawPath the path as it was sent
	 * @param decoded the decoded values
	 * @return the values, percent-encoded
	 */
	Map<String, String> rawVariables(String rawPath, Map<String, String> decoded) {
		PathMatchInfo raw = this.extractor.matchAndExtract(PathContainer.parsePath(rawPath, RawPath.OPTIONS));
		if (raw != null) {
			return raw.getUriVariables();
		}
		Map<String, String> encoded = new TreeMap<>();
		decoded.forEach((name, value) -> encoded.put(name, RawPath.encode(value)));
		return encoded;
	}

}
