package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.http.HttpMethod;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.Route;
import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.auth.CallerMode;
import io.embeddedgateway.ratelimit.RateLimitPolicy;
import io.embeddedgateway.resilience.MaxConcurrentPolicy;
import io.embeddedgateway.routing.PlannedFilter;
import io.embeddedgateway.routing.RequestMatch;
import io.embeddedgateway.routing.RouteView;
import io.embeddedgateway.text.KebabCase;
import io.embeddedgateway.text.Printable;

/**
 * Routes as a table for people to read.
 */
final class RouteOverview {

	private static final int MOST_ROWS = 100;

	private static final int WIDEST = 40;

	private static final List<String> HEADINGS = List.of("route", "match", "target", "auth", "limits", "filters");

	/**
	 * What stands in other columns, or on every route.
	 */
	private static final Set<FilterStage> OTHERWISE_SAID = Set.of(FilterStage.OBSERVE, FilterStage.GUARD,
			FilterStage.AUTHENTICATE, FilterStage.ADDRESS_LIMIT, FilterStage.RATE_LIMIT, FilterStage.CONCURRENCY,
			FilterStage.TARGET);

	private RouteOverview() {
	}

	/**
	 * Make the table.
	 * @param routes the routes, most specific first
	 * @return several lines
	 */
	static String of(List<RouteView> routes) {
		List<List<String>> rows = new ArrayList<>();
		rows.add(HEADINGS);
		routes.stream().limit(MOST_ROWS).forEach((route) -> rows.add(row(route)));
		int[] widths = new int[HEADINGS.size()];
		rows.forEach((row) -> Arrays.setAll(widths, (i) -> Math.max(widths[i], row.get(i).length())));
		StringBuilder table = new StringBuilder(
				(routes.size() == 1) ? "1 route:" : routes.size() + " routes, most specific first:");
		for (List<String> row : rows) {
			StringBuilder line = new StringBuilder("  ");
			for (int i = 0; i < row.size(); i++) {
				line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
			}
			table.append('\n').append(line.toString().stripTrailing());
		}
		if (routes.size() > MOST_ROWS) {
			table.append("\n  and ").append(routes.size() - MOST_ROWS).append(" more");
		}
		return table.toString();
	}

	private static List<String> row(RouteView view) {
		Route route = view.route();
		return Stream.of(route.id(), match(view), route.target().toString(), auth(view), limits(route), filters(view))
			.map(RouteOverview::cell)
			.toList();
	}

	// One line, and not wider than a column may be
	private static String cell(String text) {
		String line = Printable.of(text);
		if (line.isEmpty()) {
			return "-";
		}
		return (line.length() <= WIDEST) ? line : line.substring(0, WIDEST - 3) + "...";
	}

	private static String match(RouteView view) {
		RequestMatch match = view.match();
		String methods = match.methods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(","));
		String paths = view.route().paths().stream().map(String::valueOf).collect(Collectors.joining(","));
		String hosts = String.join(",", match.hosts());
		int more = match.headers().size() + match.query().size() + match.cookies().size()
				+ (match.clientIps().isEmpty() ? 0 : 1) + ((match.after() != null) ? 1 : 0)
				+ ((match.before() != null) ? 1 : 0);
		return Stream.of(methods, hosts + paths, (more > 0) ? "+" + more : "")
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining(" "));
	}

	private static String auth(RouteView view) {
		AuthPolicy policy = view.route().policy(AuthPolicy.class);
		if (policy == null) {
			return asksForCallers(view) ? "required" : "";
		}
		if (policy.caller() != CallerMode.REQUIRED) {
			return KebabCase.of(policy.caller());
		}
		List<String> rules = new ArrayList<>(policy.allOf());
		if (!policy.anyOf().isEmpty()) {
			rules.add("any of " + String.join(", ", policy.anyOf()));
		}
		return rules.isEmpty() ? "required" : String.join(" + ", rules);
	}

	private static boolean asksForCallers(RouteView view) {
		return view.filters().stream().map(PlannedFilter::stage).anyMatch(FilterStage.AUTHENTICATE::equals);
	}

	private static String limits(Route route) {
		RateLimitPolicy rate = route.policy(RateLimitPolicy.class);
		MaxConcurrentPolicy concurrent = route.policy(MaxConcurrentPolicy.class);
		List<String> limits = new ArrayList<>();
		if (rate != null && !rate.equals(RateLimitPolicy.NONE)) {
			limits.add(text(rate));
		}
		if (concurrent != null) {
			limits.add((concurrent.limit() != null) ? concurrent.limit() + " at a time" : "adaptive");
		}
		return String.join(", ", limits);
	}

	private static String text(RateLimitPolicy policy) {
		if (policy.use() != null) {
			return policy.use();
		}
		Set<String> limits = new LinkedHashSet<>();
		if (policy.limit() != null) {
			limits.add(policy.limit().toString());
		}
		policy.limits().forEach((limit) -> limits.add(limit.toString()));
		policy.quota().forEach((quota) -> limits.add(quota.toString()));
		return limits.isEmpty() ? "by tier" : String.join(", ", limits);
	}

	private static String filters(RouteView view) {
		return view.filters()
			.stream()
			.filter((filter) -> !OTHERWISE_SAID.contains(filter.stage()))
			.map(PlannedFilter::name)
			.distinct()
			.collect(Collectors.joining(", "));
	}

}
