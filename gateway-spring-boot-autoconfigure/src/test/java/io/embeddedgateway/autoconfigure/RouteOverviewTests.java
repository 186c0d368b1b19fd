package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.Route;
import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.ratelimit.RateLimitPolicy;
import io.embeddedgateway.resilience.MaxConcurrentPolicy;
import io.embeddedgateway.routing.PlannedFilter;
import io.embeddedgateway.routing.RequestMatch;
import io.embeddedgateway.routing.RouteView;
import io.embeddedgateway.routing.ValueMatch;

import static org.assertj.core.api.Assertions.assertThat;

class RouteOverviewTests {

	@Test
	void tableHasARowForEachRoute() {
		Route orders = Route.builder("orders")
			.path("/orders/**")
			.with(AuthPolicy.of("scope:orders.read"))
			.with(RateLimitPolicy.of("10/1s"))
			.with(MaxConcurrentPolicy.of("200"))
			.toService("orders");
		RequestMatch match = RequestMatch.ANY.withMethods(HttpMethod.GET)
			.withHosts("api.example.com")
			.withHeader("X-Secret", ValueMatch.of("s3cret"));
		String table = RouteOverview.of(List.of(view(orders, match, "path-guard", "audit"),
				view(Route.builder("all").path("/**").toLocal(), RequestMatch.ANY, "path-guard")));
		assertThat(table.lines().map((line) -> line.strip().replaceAll(" {2,}", " | "))).containsExactly(
				"2 routes, most specific first:", "route | match | target | auth | limits | filters",
				"orders | GET api.example.com/orders/** +1 | service orders | scope:orders.read | 10/1s, 200 at a time | audit",
				"all | /** | local | - | - | -");
	}

	@Test
	void widthAndHeightAreBounded() {
		List<RouteView> routes = new ArrayList<>();
		for (int i = 0; i < 250; i++) {
			routes.add(view(Route.builder("route-" + i + "\n" + "x".repeat(500)).path("/" + i).toLocal(),
					RequestMatch.ANY));
		}
		String table = RouteOverview.of(routes);
		assertThat(table.lines()).hasSize(1 + 1 + 100 + 1).allMatch((line) -> line.length() < 300);
		assertThat(table).startsWith("250 routes").endsWith("  and 150 more").contains("route-0?xxx", "xxx...");
	}

	private static RouteView view(Route route, RequestMatch match, String... filters) {
		List<PlannedFilter> planned = new ArrayList<>();
		for (String name : filters) {
			FilterStage stage = name.equals("path-guard") ? FilterStage.GUARD : FilterStage.CUSTOM;
			planned.add(new PlannedFilter(stage, name, (exchange, chain) -> Mono.empty()));
		}
		return new RouteView(route, match, planned, List.of());
	}

}
